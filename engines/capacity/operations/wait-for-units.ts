import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import type { Half } from '../contract.ts'
import type { ServiceRef } from '../queries/next-free.ts'

export interface WaitingFor {
  readonly services: readonly ServiceRef[]
  readonly fromDay: string
  readonly toDay: string
  readonly halves: readonly Half[]
  /** How long before its start they must know. */
  readonly noticeMinutes: number
}

/** From now on units of these services that are given back go to those who wait first; the waiter is one of them. */
export async function waitForUnits(tx: Tx, waiterId: string, { services, fromDay, toDay, halves, noticeMinutes }: WaitingFor): Promise<void> {
  await sql`insert into capacity.waiter (institution_id, service_id, waiter_id, from_day, to_day, halves, notice_minutes)
    select u.i, u.s, ${waiterId}, ${fromDay}, ${toDay}, ${[...halves]}::text[], ${noticeMinutes}
    from unnest(${services.map((one) => one.institutionId)}::integer[], ${services.map((one) => one.serviceId)}::integer[]) u(i, s)
    order by 1, 2 on conflict do nothing`.execute(tx)
}

export async function stopWaiting(tx: Tx, waiterId: string): Promise<void> {
  await sql`delete from capacity.waiter where waiter_id = ${waiterId}`.execute(tx)
}
