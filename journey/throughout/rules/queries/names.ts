import { staffName } from '#journey/throughout/access/index.ts'
import type { Tx } from '#platform/database/index.ts'

interface Whose {
  readonly institutionId: number
  readonly accountId: string
}

/** Names of these accounts where they are known to whoever reads; empty for the others. */
export async function nameKeeper(tx: Tx, whose: readonly Whose[]): Promise<(institutionId: number, accountId: string) => string> {
  const names = new Map<string, string>()
  for (const { institutionId, accountId } of whose) {
    const key = `${institutionId}/${accountId}`
    if (!/^[0-9a-f-]{36}$/.test(accountId) || names.has(key)) continue
    names.set(key, (await staffName(tx, institutionId, accountId)) ?? '')
  }
  return (institutionId, accountId) => names.get(`${institutionId}/${accountId}`) ?? ''
}
