import { sql } from 'kysely'
import { appointmentById, type Appointment } from '#journey/previsit/booking/index.ts'
import { departmentById, institutionById } from '#journey/throughout/directory/index.ts'
import { personSummaries, tellPerson } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Mark } from '../contract.ts'
import { awake, dueOf, isQuiet, nextDue, over } from '../due.ts'
import { type MarkRule, reminderRules, type ReminderRules } from '../rules.ts'
import { askToCall, callIfLikelyMissed } from './ask-to-call.ts'
import { linkToken } from './link.ts'
import { lookAgain } from './watch-appointment.ts'

interface Watched {
  readonly institutionId: number
  readonly appointmentId: string
  readonly personId: string
  readonly startsAt: Date
  readonly mark: Mark
  readonly dueAt: Date
}

interface Member {
  readonly watched: Watched
  readonly appointment: Appointment
  /** That it is missed, as seen now. */
  readonly likely: number
}

interface Notice {
  readonly mark: MarkRule
  readonly members: readonly Member[]
}

const columns = sql`institution_id as "institutionId", appointment_id as "appointmentId", person_id as "personId", starts_at as "startsAt",
  next_mark as mark, next_due_at as "dueAt"`
const AFTER_THE_VISIT_MS = 2 * 3_600_000

/**
 * Serves one person whose mark has come: one message about everything of theirs that is due by then, or a call where there
 * is no phone. True when there was somebody.
 *
 * The message is written in this transaction and sent by messaging: two workers, or a crash in between, make neither two of it
 * nor none. In the quiet hours it waits; what has become stale, was cancelled or moved meanwhile is left out.
 */
export async function remindNext(tx: Tx, context: Context, publicUrl: string): Promise<boolean> {
  const { rows } = await sql<Watched>`select ${columns} from attendance.watch where next_due_at <= ${context.now}
    order by next_due_at, appointment_id limit 1 for update skip locked`.execute(tx)
  const first = rows[0]
  if (!first) return false
  const rules = await reminderRules(tx, first.institutionId, context.now)
  const mark = rules.marks.find((one) => one.mark === first.mark)
  const due = mark ? await dueTogether(tx, first, mark, context.now) : [first]
  if (isQuiet(context.now, rules)) await putOff(tx, due, awake(context.now, rules))
  else {
    if (mark) await remind(tx, context, { mark, members: await stillTrue(tx, context, due, mark, rules) }, rules, publicUrl)
    for (const one of due) await planNext(tx, one, mark, context.now, rules)
  }
  return true
}

/** The same person's other times whose same mark comes soon. Whoever another worker is serving is left to it. */
async function dueTogether(tx: Tx, first: Watched, mark: MarkRule, now: Date): Promise<Watched[]> {
  const until = new Date(now.getTime() + mark.mergeMinutes * 60_000)
  const { rows } = await sql<Watched>`select ${columns} from attendance.watch where institution_id = ${first.institutionId} and person_id = ${first.personId}
    and next_mark = ${mark.mark} and next_due_at <= ${until} order by starts_at, appointment_id for update skip locked`.execute(tx)
  return rows
}

/** Who is still booked for that very time, and not told too late. */
async function stillTrue(tx: Tx, context: Context, due: readonly Watched[], mark: MarkRule, rules: ReminderRules): Promise<Member[]> {
  const members: Member[] = []
  for (const watched of due) {
    if (context.now > over(watched.startsAt, mark, rules)) continue
    const appointment = await appointmentById(tx, context, watched.institutionId, watched.appointmentId)
    if (appointment?.status !== 'booked' || Date.parse(appointment.startsAt) !== watched.startsAt.getTime()) continue
    members.push({ watched, appointment, likely: await lookAgain(tx, context, appointment) })
  }
  return members
}

async function remind(tx: Tx, context: Context, { mark, members }: Notice, rules: ReminderRules, publicUrl: string): Promise<void> {
  const noticeId = newId()
  const fresh: Member[] = []
  for (const member of members) if (await note(tx, context, member.watched, mark.mark, noticeId)) fresh.push(member)
  if (fresh.length === 0) return
  const phones = await tell(tx, context, { mark, members: fresh }, rules, noticeId, publicUrl)
  for (const { watched, likely } of fresh) {
    if (phones === 0) {
      await sql`update attendance.reminder set outcome = 'no-phone' where institution_id = ${watched.institutionId} and notice_id = ${noticeId}`.execute(tx)
      await askToCall(tx, context, watched, 'no-phone')
    } else if (mark.mark === '24h') await callIfLikelyMissed(tx, context, watched, likely)
    await audit(tx, context, { action: 'attendance.remind', personId: watched.personId, subject: `appointment/${watched.appointmentId}`, institutionId: watched.institutionId, detail: { mark: mark.mark, phones } })
  }
}

/** The row that makes a mark of a time one: false when it was served before. */
async function note(tx: Tx, { now }: Context, { institutionId, appointmentId, startsAt, personId }: Watched, mark: Mark, noticeId: string): Promise<boolean> {
  const { rows } = await sql`insert into attendance.reminder (institution_id, appointment_id, starts_at, mark, person_id, notice_id, outcome, made_at)
    values (${institutionId}, ${appointmentId}, ${startsAt}, ${mark}, ${personId}, ${noticeId}, 'sent', ${now}) on conflict do nothing returning 1`.execute(tx)
  return rows.length > 0
}

async function tell(tx: Tx, context: Context, { mark, members }: Notice, rules: ReminderRules, noticeId: string, publicUrl: string): Promise<number> {
  const { watched: { institutionId, personId } } = members[0]!
  const last = members.at(-1)!.watched
  const hospital = await institutionById(tx, institutionId)
  const departments = await Promise.all(members.map(({ appointment }) => departmentById(tx, institutionId, appointment.departmentId)))
  const person = (await personSummaries(tx, context, [personId])).get(personId)
  const token = linkToken({ institutionId, noticeId }, new Date(last.startsAt.getTime() + AFTER_THE_VISIT_MS), context.now)
  const isElder = (person?.age ?? 0) >= rules.elderAge
  const params = [
    person?.nameMasked ?? '', whenOf(members.map(({ watched }) => watched.startsAt)), hospital?.name ?? '',
    [...new Set(departments.flatMap((one) => (one ? [one.name] : [])))].join('、'), `${publicUrl}/r/${token}`, hospital?.phone ?? '',
  ]
  return tellPerson(tx, context, {
    personId, key: `visit-reminder/${noticeId}`, template: isElder ? 'visit-reminder-elder' : `visit-reminder-${mark.mark}`, params,
    notAfter: over(members[0]!.watched.startsAt, mark, rules),
  })
}

/** "11-24 09:00", "11-24 09:00, 10:30": reads the same in every language. */
export function whenOf(times: readonly Date[]): string {
  const clock = (at: Date) => new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' }).format(at)
  const days = Map.groupBy(times, (at) => localDay(at).slice(5))
  return [...days].map(([day, own]) => `${day} ${own.map(clock).join(', ')}`).join('; ')
}

/** After a mark that was served, whatever comes later than now; after one that was missed, the very next one, which may be due as well. */
async function planNext(tx: Tx, watched: Watched, mark: MarkRule | undefined, now: Date, rules: ReminderRules): Promise<void> {
  const wasServed = mark !== undefined && now <= over(watched.startsAt, mark, rules)
  const served = wasServed ? new Date(Math.max(now.getTime(), watched.dueAt.getTime())) : mark ? dueOf(watched.startsAt, mark, rules) : now
  const next = nextDue(watched.startsAt, served, rules)
  await sql`update attendance.watch set next_mark = ${next?.mark.mark ?? null}, next_due_at = ${next?.at ?? null}
    where institution_id = ${watched.institutionId} and appointment_id = ${watched.appointmentId}`.execute(tx)
}

async function putOff(tx: Tx, due: readonly Watched[], until: Date): Promise<void> {
  for (const { institutionId, appointmentId } of due) {
    await sql`update attendance.watch set next_due_at = greatest(next_due_at, ${until}) where institution_id = ${institutionId} and appointment_id = ${appointmentId}`.execute(tx)
  }
}
