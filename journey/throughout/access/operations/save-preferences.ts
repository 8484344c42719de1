import type { z } from 'zod'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Preferences } from '../contract.ts'

/** Keeps how somebody reads, so that their next device begins the same way. */
export async function savePreferences(tx: Tx, context: Context, accountId: string, { language, textSize }: z.infer<typeof Preferences>): Promise<void> {
  const changed = { ...(language ? { language } : {}), ...(textSize === undefined ? {} : { text_size: textSize }) }
  if (Object.keys(changed).length === 0) return
  await tx.updateTable('access.account').set(changed).where('id', '=', accountId).execute()
  await audit(tx, context, { action: 'access.save-preferences', subject: `account/${accountId}` })
}
