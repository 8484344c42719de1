import { sql } from 'kysely'
import { addDays, scheduledSessions, sessionFills } from '#engines/capacity/index.ts'
import { staffName } from '#journey/throughout/access/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'
import type { Advice, ExtraSession, Outcome } from '../contract.ts'
import { undoBy } from '../operations/take-back-advice.ts'
import { adviceRule, extraSessionRule } from '../rules.ts'
import { departmentNames, named } from './named.ts'

type Effect = Omit<Advice['before'], 'medianWait'> & { readonly medianWait?: number }

interface Row extends Pick<Advice, 'id' | 'departmentId' | 'day' | 'kind' | 'fromHour' | 'toHour' | 'reason' | 'status' | 'decision'> {
  readonly movedFrom: number | null
  readonly before: Effect
  readonly after: Effect
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly outcome: (Partial<Outcome> & Pick<Outcome, 'arrived' | 'expected' | 'seen' | 'meanWait' | 'p90Wait'>) | null
  readonly sessionId: number | null
  readonly practitionerId: number | null
  readonly made: Pick<ExtraSession, 'room' | 'from' | 'to' | 'units' | 'feeCents'> | null
  readonly doctor: string
  readonly doctorEn: string
  readonly clinic: string
  readonly clinicEn: string
  readonly noticeSeenAt: Date | null
}

/** Advice for the days to come, and what became of that of the last two weeks. */
export async function adviceHere(tx: Tx, context: Context): Promise<Advice[]> {
  const { institutionId } = context.actor as StaffActor
  const names = await departmentNames(tx, institutionId)
  const rows = await rowsOf(tx, context, institutionId)
  const { waitMinutes } = await ruleAt(tx, adviceRule, institutionId, context.now)
  const sessions = await sessionsNow(tx, context, institutionId, rows)
  const people = new Map<string, string | null>()
  for (const { decidedBy } of rows) if (decidedBy !== null && !people.has(decidedBy)) people.set(decidedBy, (await staffName(tx, institutionId, decidedBy)) ?? null)
  return rows.map((row) => ({
    ...named(names, row.departmentId), id: row.id, day: row.day, kind: row.kind, fromHour: row.fromHour, toHour: row.toHour, reason: row.reason, status: row.status, decision: row.decision,
    movedFrom: row.movedFrom === null ? null : named(names, row.movedFrom), before: { medianWait: null, ...row.before }, after: { medianWait: null, ...row.after }, waitMinutes,
    decidedAt: row.decidedAt?.toISOString() ?? null, decidedBy: row.decidedBy === null ? null : (people.get(row.decidedBy) ?? null), session: sessions.get(row.id) ?? null,
    outcome: row.outcome && { low: null, high: null, unseen: null, medianWait: null, extra: null, ...row.outcome },
  }))
}

async function rowsOf(tx: Tx, context: Context, institutionId: number): Promise<Row[]> {
  const today = localDay(context.now)
  const { rows } = await sql<Row>`select a.id, a.department_id as "departmentId", a.day::text as day, a.kind, a.from_hour as "fromHour", a.to_hour as "toHour", a.moved_from as "movedFrom", a.reason, a.before, a.after,
      a.status, a.decision, a.decided_at as "decidedAt", a.decided_by as "decidedBy", a.outcome, a.session_id::float8 as "sessionId", a.practitioner_id as "practitionerId", a.made,
      coalesce(p.name, '') as doctor, coalesce(p.name_en, '') as "doctorEn", coalesce(s.name, '') as clinic, coalesce(s.name_en, '') as "clinicEn",
      (select n.seen_at from operations.notice n where n.institution_id = a.institution_id and n.advice_id = a.id and n.kind = 'added' order by n.made_at desc limit 1) as "noticeSeenAt"
    from operations.advice a
    left join directory.practitioner p on p.institution_id = a.institution_id and p.id = a.practitioner_id
    left join directory.service s on s.institution_id = a.institution_id and s.id = a.service_id
    where a.institution_id = ${institutionId} and a.day >= ${addDays(today, -14)}::date
    order by a.day < ${today}::date, a.day, (a.before ->> 'p90Wait')::real desc limit 100`.execute(tx)
  return rows
}

/** What was made, as it stands now: how many have a time in it, and whether it can still be taken back. */
async function sessionsNow(tx: Tx, context: Context, institutionId: number, rows: readonly Row[]): Promise<Map<string, ExtraSession>> {
  const made = rows.filter((row) => row.sessionId !== null && row.made !== null)
  if (made.length === 0) return new Map()
  const { undoHours } = await ruleAt(tx, extraSessionRule, institutionId, context.now)
  const days = made.map((row) => row.day).toSorted()
  const facts = new Map((await scheduledSessions(tx, institutionId, { ids: made.map((row) => row.sessionId!), from: days[0]! })).map((one) => [one.id, one]))
  const fills = await sessionFills(tx, institutionId, { serviceIds: [], resourceIds: made.map((row) => row.practitionerId!), from: days[0]!, to: days.at(-1)! })
  const taken = new Map(fills.map((one) => [one.id, one.taken]))
  return new Map(made.map((row) => {
    const session = facts.get(row.sessionId!)
    const until = session && undoBy(row.decidedAt!, undoHours, session.startsAt)
    const { room, from, to, units, feeCents } = row.made!
    return [row.id, {
      sessionId: row.sessionId!, practitionerId: row.practitionerId!, doctor: row.doctor, doctorEn: row.doctorEn, clinic: row.clinic, clinicEn: row.clinicEn, room: session?.room ?? room, from, to, units, feeCents,
      taken: taken.get(row.sessionId!) ?? 0, status: session?.status ?? 'closed', seenByDoctorAt: row.noticeSeenAt?.toISOString() ?? null,
      undoBy: until && until > context.now ? until.toISOString() : null,
    }]
  }))
}
