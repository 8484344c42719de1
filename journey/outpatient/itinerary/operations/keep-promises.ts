import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Itinerary, PromiseFigures } from '../contract.ts'
import type { Plan } from '../solve/facts.ts'
import { clock } from '../solve/solve.ts'

interface Promised {
  readonly personId: string
  readonly day: string
  readonly plan: Plan
  readonly state: Itinerary['state']
  readonly reached: readonly string[]
  readonly isHere: boolean
}

/** Notes what was said about the end at nine, at check-in and after the doctor, and at last when it was. First words count. */
export async function keepPromises(tx: Tx, { now }: Context, { personId, day, plan, state, reached, isHere }: Promised): Promise<void> {
  if (day !== localDay(now)) return
  if (state === 'done') {
    await sql`update itinerary.promise set ended_at = ${now} where person_id = ${personId} and day = ${day}::date and ended_at is null`.execute(tx)
    return
  }
  if (!plan.ends) return
  const seen = reached.some((one) => one.startsWith('seen:'))
  const moments: PromiseFigures['moment'][] = [...(!isHere && now.getTime() >= clock(day, '9:00') ? ['morning' as const] : []), ...(isHere && !seen ? ['check-in' as const] : []), ...(seen ? ['after-doctor' as const] : [])]
  for (const moment of moments) {
    await sql`insert into itinerary.promise (person_id, day, moment, from_at, to_at, made_at)
      values (${personId}, ${day}::date, ${moment}, ${new Date(plan.ends.from)}, ${new Date(plan.ends.to)}, ${now}) on conflict do nothing`.execute(tx)
  }
}

/** How far the promised ends came true between two days, in numbers that name nobody. For those who run a hospital. */
export async function promiseFigures(tx: Tx, from: string, until: string): Promise<PromiseFigures[]> {
  const { rows } = await sql<Omit<PromiseFigures, 'medianErrorMinutes'> & { seconds: number | null }>`
    select moment, days, within, seconds from itinerary.promise_figures(${from}::date, ${until}::date)`.execute(tx)
  return rows.map(({ seconds, ...row }) => ({ ...row, medianErrorMinutes: seconds === null ? null : Math.round(seconds / 60) }))
}
