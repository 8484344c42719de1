import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import type { District, InstitutionNearby } from '#journey/throughout/directory/contract.ts'
import { Bones, Chip, Chips, ErrorState, List, ListItem, Page, Select } from '#ui/index.ts'
import { useNames } from '../names.ts'
import { useNear } from './near.ts'

/** Every hospital and health centre, nearest first where we know where the reader is. */
export function Component() {
  const { t } = useTranslation('booking')
  const names = useNames()
  const near = useNear()
  const [search, setSearch] = useSearchParams()
  const [kind, districtId] = [search.get('kind') ?? undefined, search.get('district') ?? undefined]
  const change = (name: string, value: string) => setSearch((old) => {
    const next = new URLSearchParams(old)
    if (value === '') next.delete(name)
    else next.set(name, value)
    return next
  }, { replace: true })
  const districts = useQuery({ queryKey: ['directory', 'districts'], queryFn: () => api.get<District[]>('/api/directory/districts'), staleTime: 3_600_000 })
  const read = useQuery({
    queryKey: ['directory', 'institutions', near, kind, districtId],
    queryFn: () => api.get<InstitutionNearby[]>('/api/directory/institutions', { query: { near, kind, districtId } }),
  })
  const kinds = ['tertiary-hospital', 'community-health-centre'] as const
  return (
    <Page title={t('hospitals.title')} back="/doctors">
      <Chips label={t('hospitals.kinds')}>
        {kinds.map((one) => <Chip key={one} pressed={kind === one} onPress={() => change('kind', kind === one ? '' : one)}>{t(`hospitals.${one}`)}</Chip>)}
      </Chips>
      <Select
        label={t('hospitals.district')} empty={t('hospitals.all-districts')} value={districtId ?? ''} onChange={(value) => change('district', value)}
        options={(districts.data ?? []).map((one) => ({ value: String(one.id), label: names.pick(one.name, one.nameEn) }))}
      />
      {read.isPending && <Bones cards={[3, 3, 3]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data && (
        <List label={t('hospitals.title')}>
          {read.data.map((one) => (
            <ListItem
              key={one.institutionId} icon="building" href={`/hospitals/${one.institutionId}`} title={names.pick(one.name, one.nameEn)}
              note={[one.level && t(`level.${one.level}`, { defaultValue: one.level }), names.pick(one.districtName, one.districtNameEn), one.distanceKm === null ? '' : names.km(one.distanceKm)].filter(Boolean).join(' · ')}
            />
          ))}
        </List>
      )}
    </Page>
  )
}
