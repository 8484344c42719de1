import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { openAccounts, postTransfer } from '#engines/ledger/index.ts'
import { terminalsOf } from '#journey/throughout/billing/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { channelFees, line, owedBy, steadyId } from '../books.ts'
import type { Imported, StatementChannel, StatementFile } from '../contract.ts'
import { FileDamaged } from '../errors.ts'
import { statementImported } from '../events.ts'
import { differencesOf, expectedFee, missingAtChannel } from '../matching/classify.ts'
import { matchLines } from '../matching/match.ts'
import { numberOf } from '../matching/numbers.ts'
import { type FoundDifference, keyOf, type MatchingRules, type Movement, type PlacedLine, type StatementLine } from '../matching/types.ts'
import { whoIs } from '../policy.ts'
import { movementsAround, movementsById } from '../queries/our-side.ts'
import { daysWithStatement, fileByHash, fileById } from '../queries/statements.ts'
import { matchingRules } from '../rules.ts'
import { readStatement } from '../statements/read-statement.ts'
import { lookAgain } from './look-again.ts'
import { noteDifferences } from './note-differences.ts'
import { knownLines, matchedAmong, storeLines, storeMatches, withCopies } from './store-lines.ts'

export interface NewStatement {
  readonly institutionId: number
  readonly channel: StatementChannel
  readonly day: string
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly source: StatementFile['source']
}

/**
 * Brings in a channel's statement: every line stored and given its payment or refund, every difference written down, and those
 * of earlier days that it explains closed. All of it or nothing: a damaged file is refused ({@link FileDamaged}) with what is
 * wrong in which row. The same file, or a line of it in another file, has its effect once; imports of one channel take turns.
 */
export async function importStatement(tx: Tx, context: Context, statement: NewStatement): Promise<Imported> {
  const { institutionId, channel, day } = statement
  await sql`select pg_advisory_xact_lock(hashtext('reconciliation.import'), hashtext(${`${institutionId} ${channel}`}))`.execute(tx)
  const hash = createHash('sha256').update(statement.bytes).digest()
  const before = await fileByHash(tx, institutionId, channel, hash)
  if (before) return { file: before, isNew: false, matched: 0, found: 0, closed: 0 }
  const terminals = channel === 'bankcard' ? await terminalsOf(tx, institutionId) : undefined
  const { lines, faults } = readStatement(channel, statement.bytes, { day, institutionId, terminals })
  if (faults.length > 0) throw new FileDamaged({ faults })
  const final = withCopies(lines.filter((one) => one.status !== 'under-way'))
  const fresh = await freshLines(tx, statement, final)
  const fileId = await storeFile(tx, context, statement, hash, final, fresh.length)
  const placed = await storeLines(tx, { institutionId, id: fileId, channel, day }, fresh)
  const rules = await matchingRules(tx, institutionId, channel, context.now)
  const { matched, found } = await compare(tx, context, statement, placed, rules)
  await bookFees(tx, context, statement, fileId, placed, rules)
  const closed = await lookAgain(tx, context, institutionId, channel)
  await audit(tx, context, { action: 'reconciliation.import-statement', subject: `statement/${fileId}`, institutionId, detail: { channel, day, lines: final.length, matched, found, closed } })
  await announce(tx, context, statementImported({ institutionId, channel, day, fileId }))
  return { file: await fileById(tx, institutionId, fileId), isNew: true, matched, found, closed }
}

/** Lines no earlier file has brought. One that says something else than it said before makes the file a riddle, not a statement. */
async function freshLines<L extends StatementLine & { key: string }>(tx: Tx, { institutionId, channel }: NewStatement, lines: readonly L[]): Promise<L[]> {
  const known = await knownLines(tx, institutionId, channel, lines)
  const changed = lines.filter((one) => known.has(one.key) && known.get(one.key) !== one.cents)
  if (changed.length > 0) throw new FileDamaged({ faults: changed.slice(0, 50).map((one) => ({ line: one.line, column: '', value: one.channelNumber, code: 'changed-since' })) })
  return lines.filter((one) => !known.has(one.key))
}

async function storeFile(tx: Tx, context: Context, statement: NewStatement, hash: Buffer, lines: readonly StatementLine[], fresh: number): Promise<string> {
  const id = newId()
  const of = (kind: StatementLine['kind']) => lines.filter((one) => one.kind === kind && one.status === 'done')
  const sum = (some: readonly StatementLine[]) => some.reduce((cents, one) => cents + one.cents, 0)
  const [payments, refunds] = [of('payment'), of('refund')]
  const fees = lines.reduce((cents, one) => cents + (one.feeCents ?? 0), 0)
  await sql`insert into reconciliation.statement_file (institution_id, id, channel, day, source, file_name, hash, line_count, known_count, payment_count, payment_cents,
      refund_count, refund_cents, fee_cents, imported_by, imported_at)
    values (${statement.institutionId}, ${id}, ${statement.channel}, ${statement.day}, ${statement.source}, ${statement.fileName}, ${hash}, ${lines.length}, ${lines.length - fresh},
      ${payments.length}, ${sum(payments)}, ${refunds.length}, ${sum(refunds)}, ${fees}, ${whoIs(context)}, ${context.now})`.execute(tx)
  return id
}

async function compare(tx: Tx, context: Context, statement: NewStatement, placed: readonly PlacedLine[], rules: MatchingRules): Promise<{ matched: number; found: number }> {
  const { institutionId, channel, day, fileName } = statement
  const around = await movementsAround(tx, institutionId, channel, day)
  const seen = new Set(around.map((movement) => movement.id))
  const named = [...new Set(placed.map((one) => numberOf(one.ourNumber)))].filter((id) => id !== '' && !seen.has(id))
  const movements: Movement[] = [...around, ...(await movementsById(tx, institutionId, channel, named, day))]
  const matchedBefore = await matchedAmong(tx, institutionId, channel, movements.map((movement) => movement.id))
  const matching = matchLines(placed, movements, matchedBefore, rules)
  await storeMatches(tx, institutionId, matching.matches, context.now)
  const sides = { lines: new Map(placed.map((one) => [one.id, one])), movements: new Map(movements.map((one) => [keyOf(one), one])), fileName: () => fileName }
  const matchedNow = new Set([...matchedBefore, ...matching.matches.map(({ kind, movementId }) => keyOf({ kind, id: movementId }))])
  const found = [
    ...differencesOf(matching, sides.lines, sides.movements, rules).filter((one) => !isTakenBackThere(one, placed)),
    ...missingAtChannel(around, (movement) => matchedNow.has(keyOf(movement)), await daysWithStatement(tx, institutionId, channel, day), day, rules),
  ]
  return { matched: matching.matches.length, found: await noteDifferences(tx, context, { institutionId, channel, day }, found, sides, rules) }
}

/** What was never answered may stand there together with its being taken back: together they come to nothing. */
function isTakenBackThere(one: FoundDifference, lines: readonly PlacedLine[]): boolean {
  if (one.class !== 'status-differs') return false
  const line = lines.find(({ id }) => id === one.lineId)!
  return lines.some((other) => other.kind !== line.kind && other.ourNumber === line.ourNumber && other.ourNumber !== '' && other.cents === line.cents)
}

/** What the contract says the channel keeps of these lines; what it keeps beside that is a difference. */
async function bookFees(tx: Tx, context: Context, { institutionId, channel }: NewStatement, fileId: string, lines: readonly PlacedLine[], { feeTenThousandths }: MatchingRules): Promise<void> {
  const cents = lines.reduce((sum, one) => sum + (one.feeCents === null ? 0 : expectedFee(one, feeTenThousandths)), 0)
  if (cents === 0) return
  await openAccounts(tx, context, [{ ...channelFees(institutionId), busy: true }, { ...owedBy(institutionId, channel), busy: true }])
  await postTransfer(tx, context, {
    institutionId, id: steadyId('fees', String(institutionId), fileId), kind: 'channel-fee', reference: `statement/${fileId}`,
    lines: [line(channelFees(institutionId), cents), line(owedBy(institutionId, channel), -cents)],
  })
}
