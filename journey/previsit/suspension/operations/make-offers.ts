import { sql } from 'kysely'
import { addMissingPools, moveUnits } from '#engines/capacity/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { type Alternative, alternatives } from '../queries/alternatives.ts'
import { offerRules } from '../rules.ts'
import type { AffectedRow, SuspensionRow } from '../suspension-row.ts'

const HOUR_MS = 3_600_000
const pool = {
  code: 'rebooking', name: '停诊改约', nameEn: 'Rebooking after a cancelled clinic', opensDaysBefore: 60, opensAt: '00:00', flowsTo: null, flowsDaysBefore: null,
  // Nobody's to book from: a unit in it goes to the person it is kept for, and to nobody else.
  eligibility: { channels: [] },
} as const

/**
 * Keeps a few good times back for somebody whose clinic was cancelled: one unit each, moved out of everybody's reach with a row
 * that says why, until they have chosen or the hours are over. Answers until when; null when nothing suitable is free.
 */
export async function makeOffers(tx: Tx, context: Context, snapshot: Snapshot, suspension: SuspensionRow, affected: AffectedRow): Promise<Date | null> {
  const rules = await offerRules(tx, suspension.institutionId, context.now)
  const found = await alternatives(tx, snapshot, suspension, affected, rules, context.now)
  const chosen = [...found].sort((a, b) => a.institutionId - b.institutionId || a.periodId - b.periodId)
  const hours = new Date(context.now.getTime() + rules.hours * HOUR_MS)
  let until: Date | null = null
  for (const one of chosen) {
    await addMissingPools(tx, one.institutionId, [pool])
    const moved = await moveUnits(tx, context, { institutionId: one.institutionId, periodId: one.periodId, from: 'public', to: 'rebooking', units: 1, reason: 'kept-for-rebooking' })
    if (moved === 0) continue // somebody took it this very moment
    const latest = new Date(one.startsAt.getTime() - rules.noticeHours * HOUR_MS)
    const expiresAt = latest < hours ? latest : hours
    await keep(tx, suspension, affected, one, expiresAt)
    if (until === null || expiresAt > until) until = expiresAt
  }
  return until
}

async function keep(tx: Tx, suspension: SuspensionRow, affected: AffectedRow, one: Alternative, expiresAt: Date): Promise<void> {
  await sql`insert into suspension.offer (institution_id, id, home_institution_id, suspension_id, appointment_id, person_id, kind, period_id, pool, service_id,
      starts_at, ends_at, expires_at)
    values (${one.institutionId}, ${newId()}, ${suspension.institutionId}, ${suspension.id}, ${affected.appointmentId}, ${affected.personId}, ${one.kind},
      ${one.periodId}, 'public', ${one.serviceId}, ${one.startsAt}, ${one.endsAt}, ${expiresAt})`.execute(tx)
}
