import { sql } from 'kysely'
import { actorId, audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Tx, violates } from '#platform/database/index.ts'
import type { NewClient } from '../contract.ts'
import { ClientIdTaken, KeyAddressNotAllowed } from '../errors.ts'

export type ClientToAdd = NewClient & {
  readonly institutionId: number
  readonly institutions: readonly number[]
  /** A demonstration also takes keys from this very machine. */
  readonly demo: boolean
}

/** Lets another program in, with its public keys and with leave for some kinds of acts at some institutions. Throws {@link ClientIdTaken}. */
export async function addClient(tx: Tx, context: Context, client: ClientToAdd): Promise<void> {
  if (client.jwksUrl !== undefined) checkKeyAddress(client.jwksUrl, client.demo)
  await sql`insert into integration.client (client_id, institution_id, institutions, name, contact, scopes, jwks, jwks_url, created_at, created_by)
    values (${client.clientId}, ${client.institutionId}, ${[...client.institutions]}, ${client.name}, ${client.contact}, ${client.scopes},
      ${client.jwks ? JSON.stringify(client.jwks) : null}, ${client.jwksUrl ?? null}, ${context.now}, ${actorId(context.actor)})`
    .execute(tx)
    .catch((error: unknown) => {
      throw violates(error, 'client_pkey') ? new ClientIdTaken({ clientId: client.clientId }) : error
    })
  await audit(tx, context, { action: 'integration.add-client', subject: `client/${client.clientId}`, institutionId: client.institutionId, detail: { scopes: client.scopes, institutions: client.institutions } })
}

/** Our server will ask there by itself: nobody makes it ask inside its own house. */
export function checkKeyAddress(address: string, demo: boolean): void {
  const { protocol, hostname } = new URL(address)
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  const isPrivate = isHere || /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|0)\./.test(hostname) || hostname.startsWith('[') || !hostname.includes('.')
  if (demo ? !isHere : protocol !== 'https:' || isPrivate) throw new KeyAddressNotAllowed()
}
