import { type HourLoad, type Played, playDay } from './play-day.ts'

export interface DepartmentDay {
  readonly departmentId: number
  /** Of its subjects, the first part: 03 of 03.04. Who has none in common does not help out; unknown, anybody may. */
  readonly branches?: readonly string[]
  readonly minutesPerVisit: number
  readonly hours: readonly HourLoad[]
}

export interface AdviceRule {
  /** Nine of ten should wait no longer. */
  readonly waitMinutes: number
  /** What a change has to bring nine of ten people at least. */
  readonly worthMinutes: number
  /** A department whose doctors are busy for less than this share can spare one. */
  readonly slackShare: number
  readonly eveningFrom: number
  readonly eveningTo: number
}

export interface Advised {
  readonly departmentId: number
  readonly kind: 'staffing' | 'evening'
  readonly fromHour: number
  readonly toHour: number
  readonly movedFrom: number | null
  readonly reason: { readonly worstHour: number; readonly arrivals: number; readonly room: number; readonly unseen: number }
  readonly before: Effect
  readonly after: Effect
}

export type Effect = Pick<Played, 'meanWait' | 'medianWait' | 'p90Wait' | 'unseen'>

const effectOf = ({ meanWait, medianWait, p90Wait, unseen }: Played): Effect => ({ meanWait, medianWait, p90Wait, unseen })

/**
 * Where nine of ten people would wait too long: one doctor more for the half-day of the worst hour, from a department that
 * has room if there is one; and an evening session where people would be left over at the end of the day. Only what the same
 * day, played again with the change, shows to be worth it.
 */
export function advise(departments: readonly DepartmentDay[], rule: AdviceRule): Advised[] {
  const made: Advised[] = []
  const lent = new Set<number>()
  for (const one of departments) {
    if (!one.hours.some((hour) => hour.doctors > 0)) continue
    const before = playDay(one.hours, one.minutesPerVisit)
    if (before.p90Wait <= rule.waitMinutes && before.unseen < 1) continue
    const staffing = moreDoctors(one, before, departments.filter((other) => other !== one && !lent.has(other.departmentId) && canHelp(other, one)), rule)
    if (staffing) {
      made.push(staffing)
      if (staffing.movedFrom !== null) lent.add(staffing.movedFrom)
    }
    const evening = eveningSession(one, before, rule)
    if (evening) made.push(evening)
  }
  return made
}

function moreDoctors(one: DepartmentDay, before: Played, others: readonly DepartmentDay[], rule: AdviceRule): Advised | undefined {
  const worst = before.byHour.toSorted((a, b) => b.p90Wait - a.p90Wait)[0]!.hour
  const [fromHour, toHour] = worst < 12 ? [8, 12] : [13, 17]
  const after = playDay(withDoctors(one.hours, fromHour, toHour, 1), one.minutesPerVisit)
  if (before.p90Wait - after.p90Wait < rule.worthMinutes) return undefined
  const spare = others.filter((other) => canSpare(other, fromHour, toHour, rule)).toSorted((a, b) => shareBusy(a, fromHour, toHour) - shareBusy(b, fromHour, toHour))[0]
  return { departmentId: one.departmentId, kind: 'staffing', fromHour, toHour, movedFrom: spare?.departmentId ?? null, reason: reasonOf(one, before, worst), before: effectOf(before), after: effectOf(after) }
}

function eveningSession(one: DepartmentDay, before: Played, { eveningFrom, eveningTo, worthMinutes }: AdviceRule): Advised | undefined {
  if (before.unseen < 2 || one.hours.some((hour) => hour.hour >= eveningFrom && hour.doctors > 0)) return undefined
  const after = playDay(withDoctors(one.hours, eveningFrom, eveningTo, 1), one.minutesPerVisit)
  // An evening takes nothing from how long the day's people wait unless it sees those who would have gone home unseen.
  if (before.unseen - after.unseen < 1 && before.p90Wait - after.p90Wait < worthMinutes) return undefined
  const worst = before.byHour.toSorted((a, b) => b.p90Wait - a.p90Wait)[0]!.hour
  return { departmentId: one.departmentId, kind: 'evening', fromHour: eveningFrom, toHour: eveningTo, movedFrom: null, reason: reasonOf(one, before, worst), before: effectOf(before), after: effectOf(after) }
}

/** The same day with so many doctors more between two hours. */
export function withDoctors(hours: readonly HourLoad[], fromHour: number, toHour: number, more: number): HourLoad[] {
  const known = new Map(hours.map((one) => [one.hour, one]))
  for (let hour = fromHour; hour < toHour; hour++) {
    const now = known.get(hour) ?? { hour, arrivals: 0, doctors: 0 }
    known.set(hour, { ...now, doctors: Math.max(0, now.doctors + more) })
  }
  return [...known.values()].toSorted((a, b) => a.hour - b.hour)
}

/** The hour that fills the line up: of those until the longest wait the one with most people too many. */
function reasonOf({ hours, minutesPerVisit }: DepartmentDay, { unseen }: Played, worstHour: number): Advised['reason'] {
  const roomAt = (hour: HourLoad) => (hour.doctors * 60) / minutesPerVisit
  const tooMany = (hour: HourLoad) => hour.arrivals - roomAt(hour)
  const at = hours.filter((one) => one.hour <= worstHour && one.doctors > 0).toSorted((a, b) => tooMany(b) - tooMany(a))[0] ?? hours.find((one) => one.hour === worstHour)!
  return { worstHour: at.hour, arrivals: Math.round(at.arrivals * 10) / 10, room: Math.round(roomAt(at) * 10) / 10, unseen }
}

const canHelp = ({ branches: theirs }: DepartmentDay, { branches: ours }: DepartmentDay) => !theirs || !ours || theirs.some((one) => ours.includes(one))

/** What share of the doctors' minutes is taken in these hours; whoever has nobody has nobody to spare. */
function shareBusy({ hours, minutesPerVisit }: DepartmentDay, fromHour: number, toHour: number): number {
  const within = hours.filter((one) => one.hour >= fromHour && one.hour < toHour)
  const doctors = within.reduce((sum, one) => sum + one.doctors, 0)
  return doctors === 0 ? 1 : within.reduce((sum, one) => sum + one.arrivals, 0) * minutesPerVisit / (doctors * 60)
}

/** It has two at least, and would do well with one less. */
function canSpare(other: DepartmentDay, fromHour: number, toHour: number, rule: AdviceRule): boolean {
  const within = other.hours.filter((one) => one.hour >= fromHour && one.hour < toHour)
  if (within.length === 0 || within.some((one) => one.doctors < 2) || shareBusy(other, fromHour, toHour) > rule.slackShare) return false
  return playDay(withDoctors(other.hours, fromHour, toHour, -1), other.minutesPerVisit).p90Wait <= rule.waitMinutes
}
