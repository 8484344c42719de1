import { useTranslation } from 'react-i18next'
import type { AppointmentDetail } from '#journey/previsit/booking/contract.ts'
import { Card, Checkbox, Chip, Chips, RadioGroup, Select, TextField, useFormat } from '#ui/index.ts'
import type { Entry, JoinPage } from '../../contract.ts'

export interface Wish {
  readonly reach: 'this' | '0' | '5' | '15'
  readonly fromDay: string
  readonly toDay: string
  readonly halves: Entry['halves']
  readonly notice: string
  readonly auto: boolean
  readonly autoUntil: string
  readonly giveBack: boolean
}

const HALVES = ['morning', 'afternoon', 'evening'] as const
const NOTICES = ['2', '4', '12', '24', '48', '72']

export function startOf({ today, lastDay }: JoinPage): Wish {
  const inDays = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
  const toDay = inDays(14) < lastDay ? inDays(14) : lastDay
  return { reach: 'this', fromDay: today, toDay, halves: ['morning', 'afternoon'], notice: '4', auto: false, autoUntil: inDays(7) < toDay ? inDays(7) : toDay, giveBack: true }
}

/** What would suit: who, when, how much notice, and whether we may book without asking. */
export function JoinForm({ page, wish, onChange, later }: { page: JoinPage; wish: Wish; onChange: (wish: Wish) => void; later: AppointmentDetail | undefined }) {
  const { t } = useTranslation('waitlist')
  const format = useFormat()
  const set = (more: Partial<Wish>) => onChange({ ...wish, ...more })
  const toggle = (half: (typeof HALVES)[number]) =>
    set({ halves: HALVES.filter((one) => (one === half ? !wish.halves.includes(one) : wish.halves.includes(one))) })
  const { alike } = page
  const reaches = [
    { value: 'this', label: t('join.reach-this') },
    ...(alike.here > 0 ? [{ value: '0', label: t('join.reach-here'), note: t('join.more', { count: alike.here }) }] : []),
    ...(alike.within5 > alike.here ? [{ value: '5', label: t('join.reach-km', { km: 5 }), note: t('join.more', { count: alike.within5 }) }] : []),
    ...(alike.within15 > alike.within5 ? [{ value: '15', label: t('join.reach-km', { km: 15 }), note: t('join.more', { count: alike.within15 }) }] : []),
  ]
  return (
    <>
      {reaches.length > 1 && <Card><RadioGroup label={t('join.reach')} options={reaches} value={wish.reach} onChange={(reach) => set({ reach: reach as Wish['reach'] })} /></Card>}
      <Card label={t('join.when')}>
        <p><strong>{t('join.halves')}</strong></p>
        <Chips label={t('join.halves')}>{HALVES.map((half) => <Chip key={half} pressed={wish.halves.includes(half)} onPress={() => toggle(half)}>{t(`half.${half}`)}</Chip>)}</Chips>
        {wish.halves.length === 0 && <p className="small" role="alert">{t('join.no-half')}</p>}
        <TextField type="date" label={t('join.from')} value={wish.fromDay} onChange={(fromDay) => set({ fromDay })} />
        <TextField type="date" label={t('join.to')} hint={t('join.to-hint', { day: format.date(page.lastDay) })} value={wish.toDay} onChange={(toDay) => set({ toDay })} />
        <Select label={t('join.notice')} hint={t('join.notice-hint')} value={wish.notice} onChange={(notice) => set({ notice })} options={NOTICES.map((value) => ({ value, label: t('notice', { count: Number(value) }) }))} />
      </Card>
      <Card label={t('join.ease')}>
        <Checkbox label={t('join.auto')} checked={wish.auto} onChange={(auto) => set({ auto })} />
        {wish.auto && <TextField type="date" label={t('join.auto-until')} hint={t('join.auto-hint')} value={wish.autoUntil} onChange={(autoUntil) => set({ autoUntil })} />}
        {later && <Checkbox label={t('join.give-back', { when: format.dayTime(later.startsAt) })} checked={wish.giveBack} onChange={(giveBack) => set({ giveBack })} />}
      </Card>
    </>
  )
}
