import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import type { Idempotency } from '#platform/http/index.ts'
import type { WishedPeriod } from './contract.ts'
import { channelOf } from './policy.ts'
import type { BookingLimits, BookingRules } from './rules.ts'

/** One member of a batch, in the words of booking.book_batch. Whoever makes one has checked who may act for whom. */
export interface Wish {
  readonly institution_id: number
  readonly id: string
  readonly person_id: string
  readonly period_id: number
  readonly pool: string
  readonly expires_at: string | null
  readonly cancel_days: number
  readonly cancel_at: string
  readonly note: string
  readonly revisit_of: string | null
  readonly actor_kind: string
  readonly actor_id: string
  readonly channel: string
  readonly purpose: string
  readonly request_id: string
  readonly key: string | null
  readonly hash: string | null
  readonly device: string | null
  readonly person_department_day: number
  readonly person_doctor_day: number
  readonly person_open: number
  /** Of accounts and devices of patients; staff book for many. */
  readonly account_day: number | null
  readonly account_people: number | null
  readonly device_day: number | null
  readonly device_people: number | null
  readonly today_from: string
  readonly people_from: string
  /** The time of the act; a batch goes by the latest of its members. */
  readonly now: Date
}

export interface BookAnswer {
  readonly ord: number
  readonly outcome: 'ok' | 'replayed' | 'key-reused' | 'refused'
  readonly reasons: readonly string[]
  /** The appointment as JSON, the very reply that is stored with the key. */
  readonly body: string | null
}

export const bookBatch = 'select ord, outcome, reasons, body from booking.book_batch($1, $2, $3, $4)'

export function wishFor(context: Context, period: WishedPeriod, rules: BookingRules, kind: 'hold' | 'book', idempotency: Idempotency | null): Wish {
  const { now } = context
  return {
    institution_id: period.institutionId,
    id: newId(),
    person_id: period.personId,
    period_id: period.periodId,
    pool: period.pool,
    expires_at: kind === 'hold' ? new Date(now.getTime() + rules.holdMinutes * 60_000).toISOString() : null,
    cancel_days: rules.cancelDaysBefore,
    cancel_at: rules.cancelAt,
    note: period.note,
    revisit_of: period.revisitOf ?? null,
    actor_kind: context.actor.kind,
    actor_id: idempotency?.actorId ?? actorId(context.actor),
    channel: channelOf(context, period),
    purpose: context.purpose,
    request_id: context.requestId,
    key: idempotency?.key ?? null,
    hash: idempotency?.requestHash.toString('hex') ?? null,
    ...countedOn(context, rules.limits),
    now,
  }
}

function countedOn(context: Context, limits: BookingLimits) {
  const { actor, now } = context
  const isPatient = actor.kind === 'patient'
  const device = isPatient ? context.device ?? null : null
  return {
    device,
    person_department_day: limits.perPersonDepartmentDay,
    person_doctor_day: limits.perPersonDoctorDay,
    person_open: limits.perPersonOpen,
    account_day: isPatient ? limits.perAccountDay : null,
    account_people: isPatient ? limits.peoplePerAccount : null,
    device_day: device ? limits.perDeviceDay : null,
    device_people: device ? limits.peoplePerDevice : null,
    today_from: `${localDay(now)}T00:00:00+08:00`,
    people_from: new Date(now.getTime() - limits.days * 86_400_000).toISOString(),
  }
}

/** The batch as the function takes it, its people, whose turn it touches (persons, accounts, devices), and its time. */
export function asParameters(wishes: readonly Wish[]): [string, string[], string[], Date] {
  const latest = wishes.reduce((time, wish) => (wish.now > time ? wish.now : time), wishes[0]!.now)
  const persons = new Set(wishes.map((wish) => wish.person_id))
  const turns = new Set(persons)
  for (const wish of wishes) {
    if (wish.actor_kind === 'patient') turns.add(wish.actor_id)
    if (wish.device) turns.add(wish.device)
  }
  return [JSON.stringify(wishes), [...persons], [...turns], latest]
}

/** Asks for a whole batch within the caller's own transaction. */
export async function askBatch(tx: Tx, wishes: readonly Wish[]): Promise<BookAnswer[]> {
  const [text, persons, turns, now] = asParameters(wishes)
  return (await sql<BookAnswer>`select ord, outcome, reasons, body from booking.book_batch(${text}::json, ${persons}::uuid[], ${turns}::text[], ${now}) order by ord`.execute(tx)).rows
}
