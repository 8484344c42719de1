import { createHash } from 'node:crypto'

/** What an account is called: one of a kind per institution, or one per owner. */
export interface AccountName {
  readonly institutionId: number
  readonly kind: string
  readonly ownerRef?: string
}

/** The id follows from the name (UUID version 8), so that nothing has to be looked up before money moves. */
export function accountId({ institutionId, kind, ownerRef = '' }: AccountName): string {
  const hex = createHash('md5').update(`${institutionId}|${kind}|${ownerRef}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** One side of a transfer: what this account gains (positive) or gives (negative). */
export interface Line {
  readonly accountId: string
  readonly cents: number
}

/** Lines of nothing move nothing and are left out. */
export function columns(lines: readonly Line[]): { accounts: string[]; cents: number[] } {
  const moving = lines.filter((line) => line.cents !== 0)
  return { accounts: moving.map((line) => line.accountId), cents: moving.map((line) => line.cents) }
}
