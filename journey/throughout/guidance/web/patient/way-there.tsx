import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { ListItem } from '#ui/index.ts'
import type { PlaceAndWalk, PlaceRef, RoomWords } from '../../contract.ts'
import { useName } from '../map/names.ts'
import { routeHref, wordsOf } from './route-href.ts'

interface WayThereProps {
  readonly institutionId: number
  readonly to: PlaceRef | RoomWords
}

/** A row that leads to the way, with its minutes from the main entrance; nothing where no plan has the place. Belongs in a List. */
export function WayThere({ institutionId, to }: WayThereProps) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const query = wordsOf(to)
  const { data } = useQuery({ queryKey: ['guidance', 'way', institutionId, query], queryFn: () => api.get<PlaceAndWalk>(`/api/guidance/${institutionId}/way`, { query }), staleTime: 300_000 })
  if (!data?.place) return null
  const { place, walk } = data
  return (
    <ListItem
      icon="route" href={routeHref({ institutionId, to: place })} title={t('there.title')}
      note={walk ? t('there.note', { name: name(place), minutes: Math.max(1, Math.ceil(walk.seconds / 60)), metres: walk.metres }) : name(place)}
    />
  )
}
