import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chip, Chips, List, ListItem, Section } from '#ui/index.ts'
import { findWay, type Graph, type Guide, type Pace, type UnitKind, type Way } from '../../contract.ts'
import { useName } from '../map/names.ts'

const offered: readonly UnitKind[] = ['toilet', 'toilet-barrier-free', 'mother-baby', 'water', 'wheelchair', 'desk', 'pharmacy', 'counter', 'shop', 'food']
const SHOWN = 3

interface FacilitiesProps {
  readonly guide: Guide
  readonly graph: Graph
  readonly from: string
  readonly pace: Pace
  readonly closed: ReadonlySet<string>
  readonly way: Way
  onGo(unitId: string): void
}

/** What one needs on the way, nearest first by walking, not as the crow flies. */
export function Facilities(props: FacilitiesProps) {
  const { t } = useTranslation('guidance')
  const [kind, setKind] = useState<UnitKind>()
  const kinds = offered.filter((one) => props.guide.plan.units.some((unit) => unit.kind === one))
  if (kinds.length === 0) return null
  return (
    <Section title={t('near.title')}>
      <Chips label={t('near.title')}>{kinds.map((one) => <Chip key={one} pressed={one === kind} onPress={() => setKind(one === kind ? undefined : one)}>{t(`kind.${one}`)}</Chip>)}</Chips>
      {kind && <Nearest key={kind} kind={kind} {...props} />}
    </Section>
  )
}

function Nearest({ kind, guide, graph, from, pace, closed, way, onGo }: FacilitiesProps & { kind: UnitKind }) {
  const { t } = useTranslation('guidance')
  const name = useName()
  const found = guide.plan.units.filter((unit) => unit.kind === kind && unit.id !== from)
    .flatMap((unit) => {
      const walk = findWay(graph, { from, to: unit.id, way, pace, closed })
      return walk.found ? [{ unit, walk }] : []
    }).toSorted((a, b) => a.walk.seconds - b.walk.seconds).slice(0, SHOWN)
  if (found.length === 0) return <p className="muted">{t('near.none')}</p>
  return (
    <List label={t(`kind.${kind}`)}>
      {found.map(({ unit, walk }) => (
        <ListItem key={unit.id} icon="pin" title={name(unit)} note={`${walk.floors.at(-1)} · ${t('metres', { metres: walk.metres })}`} end={<span className="muted">{t('about-minutes', { minutes: Math.max(1, Math.ceil(walk.seconds / 60)) })}</span>} onPress={() => onGo(unit.id)} />
      ))}
    </List>
  )
}
