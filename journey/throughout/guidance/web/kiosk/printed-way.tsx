import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { PlaceAndWalk, PlaceRef, RoomWords, Way } from '../../contract.ts'
import { useName } from '../map/names.ts'
import { wordsOf } from '../route-href.ts'
import './printed-way.css'

interface PrintedWayProps {
  readonly institutionId: number
  readonly to: PlaceRef | RoomWords
  /** Where the machine stands; not given: the main entrance. */
  readonly from?: PlaceRef | undefined
  readonly way?: Way | undefined
}

/** The turns as a numbered list for paper: no colour, no picture, large enough to read while walking. */
export function PrintedWay({ institutionId, to, from, way = 'any' }: PrintedWayProps) {
  const { t, i18n } = useTranslation('guidance')
  const name = useName()
  const query = { ...wordsOf(to), way, ...(from ? { from: `${from.campusId}.${from.unitId}` } : {}) }
  const { data } = useQuery({ queryKey: ['guidance', 'way', institutionId, query], queryFn: () => api.get<PlaceAndWalk>(`/api/guidance/${institutionId}/way`, { query }) })
  if (!data?.place) return null
  const { place, walk } = data
  return (
    <section className="guide-paper" aria-label={t('print.title', { name: name(place) })}>
      <h2>{t('print.title', { name: name(place) })}</h2>
      <p>{place.building} {place.floor}{from && ` · ${t('print.from', { name: name(from) })}`}</p>
      {walk ? <p>{t('print.sum', { minutes: Math.max(1, Math.ceil(walk.seconds / 60)), metres: walk.metres })}</p> : <p>{t('print.none')}</p>}
      {walk && <ol>{walk.turns.map((turn, i) => <li key={i}>{i18n.language === 'en' ? turn.textEn : turn.text}</li>)}</ol>}
    </section>
  )
}
