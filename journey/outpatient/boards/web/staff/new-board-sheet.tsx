import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Select, Sheet, TextField } from '#ui/index.ts'
import { type EditorZone, LayoutContent } from '../../contract.ts'
import { useLayoutActs } from './boards-data.ts'

/** A board of one's own beside those of the zones: for a hall where several zones wait. */
export function NewBoardSheet({ zones, onMade, onClose }: { zones: readonly EditorZone[]; onMade: (id: string) => void; onClose: () => void }) {
  const { t, i18n } = useTranslation('boards')
  const [name, setName] = useState('')
  const [zoneId, setZoneId] = useState(zones[0]?.zoneId ?? '')
  const { make } = useLayoutActs('')
  const content = () => LayoutContent.parse({ name, zones: [zoneId] })
  return (
    <Sheet title={t('staff.new')} onClose={onClose}>
      <div className="stack">
        <p>{t('staff.new-note')}</p>
        <TextField label={t('edit.name')} value={name} onChange={setName} maxLength={40} />
        <Select label={t('edit.zones')} value={zoneId} onChange={setZoneId} options={zones.map((zone) => ({ value: zone.zoneId, label: i18n.language === 'en' && zone.nameEn ? zone.nameEn : zone.name }))} />
        {make.isError && <Alert tone="warning">{make.error.title || t('staff.offline')}</Alert>}
        <Button kind="primary" busy={make.isPending} disabled={name.trim() === '' || zoneId === ''} onPress={() => make.mutate(content(), { onSuccess: (made) => onMade(made.layout.id) })}>{t('staff.make')}</Button>
      </div>
    </Sheet>
  )
}
