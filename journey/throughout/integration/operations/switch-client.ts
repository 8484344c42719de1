import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { asShown, findClient } from '../client-row.ts'
import type { Client } from '../contract.ts'
import { ClientNotFound } from '../errors.ts'

/** Lets a program in no longer, or again. What it was given is taken back with it: within seconds it can do nothing. */
export async function switchClient(tx: Tx, context: Context, { clientId, active }: { clientId: string; active: boolean }): Promise<Client> {
  const { rows } = await sql`update integration.client set active = ${active} where client_id = ${clientId} and institution_id = ${context.institutionId ?? 0} returning client_id`.execute(tx)
  if (rows.length === 0) throw new ClientNotFound({ clientId })
  if (!active) await sql`delete from integration.access_token where client_id = ${clientId}`.execute(tx)
  await audit(tx, context, { action: active ? 'integration.enable-client' : 'integration.disable-client', subject: `client/${clientId}`, institutionId: context.institutionId })
  return asShown((await findClient(tx, clientId))!, context.institutionId)
}
