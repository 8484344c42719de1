import { useEffect, useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Button, Chip, Chips, EmptyState, ErrorState, SearchField, Select, useFormat } from '#ui/index.ts'
import { type Half, type Opening, type Openings, type PoolCode } from '../../contract.ts'
import { useNames } from '../names.ts'
import { PickPeriod, type Picked } from './pick-period.tsx'
import { useDepartments } from './use-departments.ts'
import './desk.css'

export interface Found extends Picked {
  readonly serviceId: number
  /** Whom one would see there. */
  readonly who?: string
}

interface FindTimesProps {
  readonly institutionId: number
  readonly day: string | undefined
  readonly pools: readonly PoolCode[]
  /** Show the next public times as buttons; where other places are looked for, the day's times say more. */
  readonly quick?: boolean
  readonly open: number | undefined
  readonly picked: Picked | undefined
  readonly onPick: (found: Found) => void
}

const HALVES: readonly Half[] = ['morning', 'afternoon', 'evening']

/** What was typed, once the typing pauses. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 200)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** Who has time at one hospital: by doctor, department or illness, in characters or pinyin; narrowed by hours; times to press. */
export function FindTimes({ institutionId, quick = true, ...props }: FindTimesProps) {
  const { t } = useTranslation('booking')
  const names = useNames()
  const departments = useDepartments(institutionId)
  const [words, setWords] = useState('')
  const [department, setDepartment] = useState('')
  const [half, setHalf] = useState<Half>()
  const [weekend, setWeekend] = useState(false)
  const [open, setOpen] = useState<number>()
  const q = useSettled(words).trim()
  const query = { institutionId, times: 4, limit: 20, ...(q ? { q } : {}), ...(department ? { departmentId: department } : {}), ...(half ? { half } : {}), ...(weekend ? { weekend: 'true' } : {}) }
  const found = useQuery({ queryKey: ['booking', 'openings', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => api.get<Openings>('/api/booking/openings', { query, signal }) })
  const shown = open ?? props.open
  return (
    <>
      <SearchField label={t('desk.words')} placeholder={t('desk.words')} value={words} onChange={setWords} onSubmit={() => setOpen(found.data?.openings[0]?.serviceId)} />
      <Chips label={t('find.filters')}>
        {HALVES.map((one) => <Chip key={one} pressed={half === one} onPress={() => setHalf(half === one ? undefined : one)}>{t(`times.${one}`)}</Chip>)}
        <Chip pressed={weekend} onPress={() => setWeekend(!weekend)}>{t('find.weekend')}</Chip>
      </Chips>
      <Select label={<span className="sr">{t('desk.department')}</span>} empty={t('desk.all-departments')} value={department} onChange={setDepartment} options={departments.map((one) => ({ value: String(one.id), label: names.pick(one.name, one.nameEn) }))} />
      {found.isPending && <Bones cards={[2, 2]} />}
      {found.isError && !found.data && <ErrorState problem={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.openings.length === 0 && <EmptyState title={t('find.none')}>{found.data.didYouMean ? `${t('find.did-you-mean')} ${found.data.didYouMean}` : t('desk.none-note')}</EmptyState>}
      <ul className="desk-openings" aria-label={t('find.title')}>
        {found.data?.openings.map((one) => (
          <Row key={one.serviceId} opening={one} quick={quick} picked={props.picked} isOpen={shown === one.serviceId} onToggle={() => setOpen(shown === one.serviceId ? 0 : one.serviceId)} onPick={props.onPick} day={props.day} pools={props.pools} />
        ))}
      </ul>
    </>
  )
}

interface RowProps {
  readonly opening: Opening
  readonly quick: boolean
  readonly picked: Picked | undefined
  readonly isOpen: boolean
  readonly day: string | undefined
  readonly pools: readonly PoolCode[]
  readonly onToggle: () => void
  readonly onPick: (found: Found) => void
}

function Row({ opening, quick, picked, isOpen, onToggle, onPick, day, pools }: RowProps) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const { institutionId, serviceId } = opening
  return (
    <li>
      <div className="desk-opening">
        <p><b>{names.who(opening)}</b> <span className="muted small">{names.title(opening)} {names.department(opening)}</span></p>
        <span className="small muted">{opening.feeCents !== null && format.money(opening.feeCents, { whole: true })}</span>
      </div>
      <div className="row row--wrap">
        {quick && opening.times.map((time) => (
          <Button key={time.periodId} small kind={picked?.periodId === time.periodId ? 'primary' : 'soft'} onPress={() => onPick({ serviceId, who: names.who(opening), periodId: time.periodId, pool: 'public', startsAt: time.startsAt })}>{format.dayTime(time.startsAt)}</Button>
        ))}
        {quick && opening.times.length === 0 && <span className="small muted">{t('next-none')}</span>}
        <Button small kind="quiet" aria-label={`${t(isOpen ? 'desk.fewer-times' : 'desk.all-times')} ${names.who(opening)}`} onPress={onToggle}>{t(isOpen ? 'desk.fewer-times' : 'desk.all-times')}</Button>
      </div>
      {isOpen && <PickPeriod institutionId={institutionId} serviceId={serviceId} day={day} pools={pools} picked={picked} onPick={(one) => onPick({ ...one, serviceId, who: names.who(opening) })} />}
    </li>
  )
}
