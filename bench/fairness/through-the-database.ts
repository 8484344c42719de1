import { sql } from 'kysely'
import type { ScalpingRule } from '#journey/previsit/fairness/contract.ts'
import { lookAtGroup } from '#journey/previsit/fairness/operations/look-at-group.ts'
import { scalpingRule } from '#journey/previsit/fairness/rules.ts'
import type { Group } from '#journey/previsit/fairness/testing/crowd.ts'
import { systemContext } from '#platform/context/context.ts'
import { useKeys } from '#platform/crypto/index.ts'
import { closeDatabase, inTransaction, openDatabase } from '#platform/database/index.ts'

const INSTITUTION = 101
const LOOKS = 20

/** The rule as it is published, and what it takes to look at one group among a whole month of a hospital, where it lies in the database. */
export async function ruleAndFirstLook(url: string, crowd: readonly Group[]): Promise<{ rule: ScalpingRule; lookMs: number; findings: number }> {
  useKeys('intl', { current: 'k1', masterKeys: new Map([['k1', new Uint8Array(32).fill(1)]]) })
  const { db } = openDatabase(url, { poolSize: 4, applicationName: 'bench-fairness' })
  const traces = crowd.flatMap((group) => group.traces)
  const now = traces.reduce((latest, { bookedAt }) => (bookedAt > latest ? bookedAt : latest), new Date(0))
  const context = systemContext('bench', now)
  try {
    const rule = await inTransaction(db, context, (tx) => scalpingRule(tx, INSTITUTION, now))
    for (let at = 0; at < traces.length; at += 5000) {
      const rows = traces.slice(at, at + 5000).map((one) => ({ ...one, bookedAt: one.bookedAt.toISOString(), openedAt: one.openedAt?.toISOString(), endedAt: one.endedAt?.toISOString() }))
      await inTransaction(db, context, (tx) => sql`insert into fairness.trace (institution_id, appointment_id, person_id, account_id, holder_id, device, payer, period_id, department_id,
          booked_at, opened_at, status, ended_at, related)
        select ${INSTITUTION}, "appointmentId", "personId", "accountId", "holderId", device, payer, "periodId", "departmentId", "bookedAt", "openedAt", status, "endedAt", related
        from json_to_recordset(${JSON.stringify(rows)}) as t("appointmentId" uuid, "personId" uuid, "accountId" uuid, "holderId" uuid, device text, payer uuid, "periodId" bigint,
          "departmentId" integer, "bookedAt" timestamptz, "openedAt" timestamptz, status text, "endedAt" timestamptz, related boolean)`.execute(tx))
    }
    const bots = crowd.filter((group) => group.kind === 'bot').slice(0, LOOKS)
    const began = performance.now()
    for (const group of bots) await inTransaction(db, context, (tx) => lookAtGroup(tx, context, { institutionId: INSTITUTION, accountId: group.traces[0]!.accountId }))
    const lookMs = (performance.now() - began) / bots.length
    const { rows } = await inTransaction(db, context, (tx) => sql<{ n: number }>`select count(*)::integer as n from fairness.finding`.execute(tx))
    return { rule, lookMs, findings: rows[0]!.n }
  } finally {
    await closeDatabase(db)
  }
}
