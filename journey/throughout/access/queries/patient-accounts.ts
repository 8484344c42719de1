import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface PatientAccount {
  readonly accountId: string
  readonly personId: string | null
  /** Keyed hash of the phone it signs in with, in hex. */
  readonly phoneHash: string | null
  readonly phoneMasked: string
}

/** Those of these ids that are patients' accounts, for jobs; staff, desks and jobs are left out. */
export async function patientAccounts(tx: Tx, ids: readonly string[]): Promise<Map<string, PatientAccount>> {
  const { rows } = await sql<PatientAccount>`select id as "accountId", person_id as "personId", encode(phone_hash, 'hex') as "phoneHash", phone_masked as "phoneMasked"
    from access.account where kind = 'patient' and id = any (${ids.filter((id) => /^[0-9a-f-]{36}$/.test(id))}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.accountId, row]))
}
