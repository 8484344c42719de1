import { useQuery } from '@tanstack/react-query'
import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { Problem } from '#client/index.ts'
import { Alert, Bones, List, ListItem, SearchField, Sheet } from '#ui/index.ts'
import type { InstitutionPage } from '#journey/throughout/directory/contract.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import type { ZoneNow } from '../../contract.ts'
import { useNames } from '../names.ts'

/** Which department is this desk for? Its rooms and lines are made ready from the directory and today's bookings. */
export function OpenZoneSheet({ open, onClose }: { open: UseMutationResult<ZoneNow, Problem, number>; onClose: () => void }) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  const [asked, setAsked] = useState('')
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }) })
  const institutionId = session.data?.staff?.institutionId
  const read = useQuery({ queryKey: ['directory', 'institution', institutionId], queryFn: () => api.get<InstitutionPage>(`/api/directory/institutions/${institutionId}`), enabled: institutionId !== undefined })
  const departments = (read.data?.departments ?? []).flatMap(({ children, ...department }) => [department, ...children])
  const found = departments.filter((one) => one.name.includes(asked) || one.nameEn.toLowerCase().includes(asked.toLowerCase()))
  return (
    <Sheet title={t('open-zone.title')} onClose={onClose}>
      <div className="stack">
        <p className="muted">{t('open-zone.body')}</p>
        <SearchField label={t('open-zone.search')} value={asked} onChange={setAsked} placeholder={t('open-zone.search')} />
        {open.isError && <Alert tone="warning">{open.error.title || t('offline')}</Alert>}
        {read.isPending ? <Bones cards={[3]} /> : (
          <List label={t('open-zone.title')}>
            {found.slice(0, 40).map((one) => <ListItem key={one.id} title={names.of(one)} note={names.of({ name: [one.building, one.floor, one.zone].filter(Boolean).join(' '), nameEn: one.placeEn })} onPress={() => open.mutate(one.id, { onSuccess: onClose })} />)}
          </List>
        )}
      </div>
    </Sheet>
  )
}
