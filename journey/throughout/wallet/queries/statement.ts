import { sql } from 'kysely'
import { type Statement as LedgerStatement, regionBook, statement } from '#engines/ledger/index.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { custodian, type MovementKind, type Statement, type StatementLine, type StatementQuery } from '../contract.ts'
import { WalletNotYours } from '../errors.ts'
import { mayUse } from './may-use.ts'

/** Days here have no summer time: 24 hours each. */
const midnight = (day: string) => new Date(`${day}T00:00:00+08:00`)

interface Words {
  readonly transferId: string
  readonly kind: MovementKind
  readonly institutionId: number
  readonly title: string
}

/**
 * Every line of a balance between two days, oldest first, with the balance after it. The amounts are the ledger's; what is
 * left out by a filter is still counted in the balances. Throws {@link WalletNotYours}.
 */
export async function statementFor(tx: Tx, context: Context, { personId, from, to, kind, institutionId }: StatementQuery): Promise<Statement> {
  if (context.actor.kind === 'staff' || !(await mayUse(tx, context, personId))) throw new WalletNotYours()
  const entries = await entriesOf(tx, personId)
  const span = { from: midnight(from), until: new Date(midnight(to).getTime() + 86_400_000) }
  const accounts: LedgerStatement[] = []
  for (const entry of entries) accounts.push(await statement(tx, regionBook.wallet(entry), span))
  const all = await inWords(tx, entries, accounts)
  await audit(tx, context, { action: 'wallet.read-statement', personId: entries[0]!, subject: `person/${entries[0]}`, detail: { from, to } })
  return {
    openingCents: -accounts.reduce((sum, one) => sum + one.openingCents, 0),
    closingCents: -accounts.reduce((sum, one) => sum + one.closingCents, 0),
    inCents: all.reduce((sum, line) => sum + Math.max(line.cents, 0), 0),
    outCents: all.reduce((sum, line) => sum + Math.min(line.cents, 0), 0),
    lines: all.filter((line) => (kind === undefined || line.kind === kind) && (institutionId === undefined || line.institutionId === institutionId)),
  }
}

/**
 * The ledger's lines of all the person's accounts in one row of time; one transfer is one line, however many accounts it drew
 * on. Of two at the same moment what came stands before what went.
 */
async function inWords(tx: Tx, entries: readonly string[], accounts: readonly LedgerStatement[]): Promise<StatementLine[]> {
  const moved = new Map<string, { at: Date; cents: number; reference: string }>()
  for (const line of accounts.flatMap((account) => account.lines).toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.cents - b.cents || (a.transferId < b.transferId ? -1 : 1))) {
    const before = moved.get(line.transferId)
    moved.set(line.transferId, { at: line.at, reference: line.reference, cents: (before?.cents ?? 0) - line.cents })
  }
  const { rows } = await sql<Words>`select distinct on (transfer_id) transfer_id as "transferId", kind, institution_id as "institutionId", title
    from wallet.movement where person_id = any (${entries}::uuid[]) and transfer_id = any (${[...moved.keys()]}::uuid[])`.execute(tx)
  const words = new Map(rows.map((row) => [row.transferId, row]))
  let balanceCents = -accounts.reduce((sum, one) => sum + one.openingCents, 0)
  const lines: StatementLine[] = []
  for (const [transferId, { at, cents, reference }] of moved) {
    balanceCents += cents
    const { kind, institutionId, title } = words.get(transferId)!
    lines.push({ transferId, kind, at: at.toISOString(), cents, balanceCents, institutionId, ...(await nameOf(tx, institutionId)), title, billId: /^bill\/([0-9a-f-]{36})$/.exec(reference)?.[1] ?? null })
  }
  return lines
}

async function nameOf(tx: Tx, institutionId: number): Promise<{ institutionName: string; institutionNameEn: string }> {
  const named = institutionId === custodian.institutionId ? custodian : await institutionById(tx, institutionId)
  return { institutionName: named?.name ?? '', institutionNameEn: named?.nameEn ?? '' }
}
