import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Button } from '#ui/index.ts'
import type { PlaceAndWalk, PlaceRef, RoomWords } from '../../contract.ts'
import { routeHref, wordsOf } from './route-href.ts'

interface WayThereProps {
  readonly institutionId: number
  readonly to: PlaceRef | RoomWords
  /** The page already says how far it is from where one stands: then the minutes from the entrance would only confuse. */
  readonly isTimed?: boolean | undefined
  /** On a solid card. */
  readonly isOnSolid?: boolean | undefined
}

/** Leads to the way there, with its minutes from the main entrance; nothing where no plan has the place. */
export function WayThere({ institutionId, to, isTimed = false, isOnSolid = false }: WayThereProps) {
  const { t } = useTranslation('guidance')
  const query = wordsOf(to)
  const { data } = useQuery({ queryKey: ['guidance', 'way', institutionId, query], queryFn: () => api.get<PlaceAndWalk>(`/api/guidance/${institutionId}/way`, { query }), staleTime: 300_000 })
  if (!data?.place) return null
  const { place, walk } = data
  return (
    <Button kind={isOnSolid ? 'ghost' : 'outline'} small={!isOnSolid} icon="route" href={routeHref({ institutionId, to: place })}>
      {walk && !isTimed ? t('there.from-entrance', { minutes: Math.max(1, Math.ceil(walk.seconds / 60)) }) : t('there.title')}
    </Button>
  )
}
