import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import { keyedHash } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Leave, Scope } from './contract.ts'
import { LeaveOver } from './errors.ts'

/** Worked out of the leave's id with the platform's key: kept nowhere, and nobody can guess it. */
export function codeOf(leaveId: string): string {
  return keyedHash(`companion code ${leaveId}`).toString('base64url').slice(0, 22)
}

export const hashOf = (code: string): Buffer => keyedHash(`companion link ${code}`)

export interface Entered {
  readonly personId: string
  readonly id: string
  readonly name: string
  readonly patientMasked: string
  readonly scopes: readonly Scope[]
  readonly endsAt: Date
}

/**
 * From here on this transaction sees what the leave says and nothing else. The address has the code in it, or, for a relative
 * who signed in, the leave's id. Throws {@link LeaveOver}, the same for what never was.
 */
export async function enter(tx: Tx, { actor, now }: Context, address: string): Promise<Entered> {
  const id = /^[0-9a-f-]{36}$/.test(address) ? address : null
  const own = actor.kind === 'patient' ? actor.personId : null
  const { rows } = await sql<Entered>`select person_id as "personId", id, name, patient_masked as "patientMasked", scopes, ends_at as "endsAt"
    from companion.enter(${hashOf(address)}, ${id}::uuid, case when ${own}::uuid is null then '{}'::uuid[] else people.entries_of(${own}::uuid) end, ${now})`.execute(tx)
  if (!rows[0]) throw new LeaveOver()
  return rows[0]
}

export interface LeaveRow extends Omit<Leave, 'madeAt' | 'endsAt' | 'endedAt' | 'looks'> {
  readonly madeAt: Date
  readonly endsAt: Date
  readonly endedAt: Date | null
}

export const columns = sql`id, person_id as "personId", name, patient_masked as "patientMasked", phone_masked as "phoneMasked", scopes, made_at as "madeAt", ends_at as "endsAt",
  ended_at as "endedAt", ended_by as "endedBy"`
