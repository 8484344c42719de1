import { createHash } from 'node:crypto'
import { accountId, type AccountName, type Line } from '#engines/ledger/index.ts'
import type { StatementChannel } from './contract.ts'

/** Where money waits that a channel has and nobody can explain yet. */
export const suspense = (institutionId: number): AccountName => ({ institutionId, kind: 'suspense' })
export const channelFees = (institutionId: number): AccountName => ({ institutionId, kind: 'channel-fee' })

/** What a channel owes a hospital. */
export function owedBy(institutionId: number, channel: StatementChannel): AccountName {
  return { institutionId, kind: channel === 'insurance' ? 'insurance-claim' : `clearing-${channel}` }
}

export const line = (name: AccountName, cents: number): Line => ({ accountId: accountId(name), cents })

/** An id that follows from what it is about (UUID version 8): the second try finds what the first one did. */
export function steadyId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('|')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
