import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { asShown, clientsWhere } from '../client-row.ts'
import type { Client } from '../contract.ts'

/** The programs that may work at the institution of the one who asks; those of the region among them. */
export async function clientsHere(tx: Tx, { institutionId }: Context): Promise<Client[]> {
  return (await clientsWhere(tx, sql`${institutionId ?? 0} = any (institutions)`)).map((one) => asShown(one, institutionId))
}
