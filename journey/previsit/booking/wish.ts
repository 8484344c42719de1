import { actorId } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId } from '#platform/database/index.ts'
import type { Idempotency } from '#platform/http/index.ts'
import type { Appointment, WishedPeriod } from './contract.ts'
import { channelOf } from './policy.ts'
import type { BookingRules } from './rules.ts'

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
  /** The time of the act; a batch goes by the latest of its members. */
  readonly now: Date
}

export interface BookAnswer {
  readonly ord: number
  readonly outcome: 'ok' | 'replayed' | 'key-reused' | 'refused' | 'again'
  readonly reasons: readonly string[]
  readonly body: Appointment | null
}

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
    now,
  }
}

/** The batch as the function takes it, and its time. */
export function asParameters(wishes: readonly Wish[]): [string, Date] {
  const latest = wishes.reduce((time, wish) => (wish.now > time ? wish.now : time), wishes[0]!.now)
  return [JSON.stringify(wishes), latest]
}
