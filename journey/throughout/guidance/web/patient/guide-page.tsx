import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { Bones, EmptyState, ErrorState, Page, Segmented, useChrome } from '#ui/index.ts'
import { type Guide, readSignCode, shutOn, type Way } from '../../contract.ts'
import { useName } from '../map/names.ts'
import { ClosingSoon, Closures, NoWayCard } from './closures.tsx'
import { Facilities } from './facilities.tsx'
import { FloorsCard } from './floors-card.tsx'
import { useGuide, usePlaceOfWords, useWay } from './guide-data.ts'
import { MapCard } from './map-card.tsx'
import { type End, PlaceSheet } from './place-sheet.tsx'
import { Summary } from './summary.tsx'
import { TurnList } from './turn-list.tsx'
import './guide.css'

const ways: readonly Way[] = ['any', 'lift', 'barrier-free']
const wordKeys = ['building', 'floor', 'room', 'name', 'departmentId'] as const

/** "2.A3-room-w1": a campus and a unit of its plan. */
function partsOf(number: string | null): { campusId: number; unitId: string } | undefined {
  const [campus, ...unit] = (number ?? '').split('.')
  return campus && unit.length > 0 ? { campusId: Number(campus), unitId: unit.join('.') } : undefined
}

/** The way to a room: from where I am, by stairs, lift or without a step; drawn, and said turn by turn. */
export function Component() {
  const { t } = useTranslation('guidance')
  const { institutionId = '' } = useParams()
  const [query] = useSearchParams()
  const words = Object.fromEntries(wordKeys.flatMap((key) => (query.get(key) ? [[key, query.get(key)!]] : [])))
  const asked = usePlaceOfWords(institutionId, query.get('to') ? {} : words)
  const to = partsOf(query.get('to')) ?? asked.data?.place ?? undefined
  const from = partsOf(query.get('from'))
  const isAsking = Object.keys(words).length > 0 && !query.get('to') && asked.isPending
  const read = useGuide(institutionId, to?.campusId ?? from?.campusId ?? (Number(query.get('campus')) || undefined))
  if (!read.data || isAsking) {
    return (
      <Page title={t('title')} back="/">
        {read.isError
          ? read.error.code === 'guidance.plan-not-found' ? <EmptyState title={t('no-plan.title')}>{t('no-plan.body')}</EmptyState> : <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
          : <Bones cards={[2, 5, 4]} />}
      </Page>
    )
  }
  return <Shown guide={read.data} to={to?.unitId} from={from?.campusId === read.data.campusId ? from.unitId : undefined} isLost={Object.keys(words).length > 0 && !to} />
}

function Shown({ guide, to, from, isLost }: { guide: Guide; to: string | undefined; from: string | undefined; isLost: boolean }) {
  const { t } = useTranslation('guidance')
  const { elder } = useChrome()
  const name = useName()
  const [query, setQuery] = useSearchParams()
  const scanned = readSignCode(query.get('at') ?? '')
  const [asking, ask] = useState<End | undefined>(scanned && !from ? 'scanned' : undefined)
  const [step, setStep] = useState<number>()
  const way = ways.find((one) => one === query.get('way')) ?? 'any'
  const entrance = (guide.plan.units.find(({ kind }) => kind === 'entrance') ?? guide.plan.units[0])?.id
  const start = from ?? entrance
  const pace = elder.on ? guide.paces.elder : guide.paces.usual
  const { graph, closed, found, soon } = useWay(guide, { from: start, to, way, pace })
  const shut = useMemo(() => shutOn(guide.plan, closed), [guide.plan, closed])
  const goal = guide.plan.units.find(({ id }) => id === to)
  const beginning = guide.plan.units.find(({ id }) => id === start)
  const change = (changes: Record<string, string>): void => {
    const next = new URLSearchParams(query)
    if (changes['to']) for (const key of wordKeys) next.delete(key)
    for (const [key, value] of Object.entries(changes)) next.set(key, value)
    next.delete('at')
    setStep(undefined)
    ask(undefined)
    setQuery(next, { replace: true })
  }
  const walk = found?.found ? found : undefined
  return (
    <Page title={goal ? t('to', { name: name(goal) }) : t('title')} heading={t('title')} back="/">
      <Summary guide={guide} goal={goal} start={beginning} isGuess={from === undefined} walk={walk} step={step} isLost={isLost} onStep={setStep} onAsk={ask} />
      {goal && (
        <Segmented label={t('way.label')} value={way} onChange={(next) => change({ way: next })} options={ways.map((one) => ({ value: one, label: t(`way.${one}`) }))} />
      )}
      {found && !found.found && <NoWayCard guide={guide} none={found} way={way} onWay={(next) => change({ way: next })} onAsk={() => ask('from')} />}
      {walk && walk.closuresAvoided.length > 0 && <Closures guide={guide} ids={walk.closuresAvoided} isDetour />}
      <ClosingSoon guide={guide} closures={soon} />
      {goal
        ? <MapCard guide={guide} walk={walk} from={start} to={to} closed={shut} step={step} />
        : <FloorsCard key={start} guide={guide} start={start} closed={shut} onGo={(unit) => change({ to: `${guide.campusId}.${unit}` })} />}
      {walk && <TurnList walk={walk} step={step} onStep={setStep} goal={goal!} />}
      {graph && start && <Facilities guide={guide} graph={graph} from={start} pace={pace} closed={closed} way={way} onGo={(unit) => change({ to: `${guide.campusId}.${unit}` })} />}
      <Closures guide={guide} ids={[...closed]} />
      {asking && <PlaceSheet guide={guide} end={asking} code={scanned} onClose={() => ask(undefined)} onChoose={(end, place) => change(end === 'to' ? { to: `${place.campusId}.${place.unitId}` } : { from: `${place.campusId}.${place.unitId}` })} />}
    </Page>
  )
}
