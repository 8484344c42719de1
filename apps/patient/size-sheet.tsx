import { useTranslation } from 'react-i18next'
import { changeReader, useReader } from '#apps/shell/reader.ts'
import { Button, Segmented, Sheet, TextField } from '#ui/index.ts'

/** The reader's own size, seen at once on the page behind. */
export function SizeSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const reader = useReader()
  const sizes = ['1', '2', '3', '4'].map((value) => ({ value, label: t(`size.${value}`) }))
  return (
    <Sheet title={t('size.title')} onClose={onClose}>
      <Segmented label={t('size.title')} options={sizes} value={String(reader.size)} onChange={(value) => changeReader({ size: Number(value) as 1 | 2 | 3 | 4 })} />
      <TextField label={t('size.family')} hint={t('size.family-hint')} type="tel" autoComplete="off" value={reader.familyPhone ?? ''} onChange={(value) => changeReader({ familyPhone: value || undefined })} />
      <Button kind="primary" block onPress={onClose}>{t('size.keep')}</Button>
      <Button block onPress={() => { changeReader({ elder: false }); onClose() }}>{t('size.off')}</Button>
    </Sheet>
  )
}
