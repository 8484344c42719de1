import { sql } from 'kysely'
import { staffName } from '#journey/throughout/access/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { masked } from '../accounts.ts'
import { onlyTheCentre } from '../centre.ts'
import type { Instruction, AnswerPreview, BankAnswer, BankDesk } from '../contract.ts'
import { NotABankResult } from '../errors.ts'
import { type BankResult, readResultFile } from '../files/bank-file.ts'
import { sha256Of } from '../files/text-file.ts'
import { type AccountRow, accountsInForce } from './accounts.ts'
import { attemptsOf, dayRow, shownInstruction } from './days.ts'

/** What the bank was told about each hospital of a day, what it said to that, and where the money would go now. */
export async function bankDesk(tx: Tx, context: Context, day: string): Promise<Omit<BankDesk, 'hospitals'>> {
  onlyTheCentre(context)
  const { status } = await dayRow(tx, day)
  const attempts = Map.groupBy(await attemptsOf(tx, day), (one) => one.institutionId)
  const accounts = await accountsInForce(tx, [0, ...attempts.keys()], localDay(context.now))
  const { rows: proposals } = await sql<{ id: number }>`select institution_id as id from settlement.bank_account where state = 'proposed'`.execute(tx)
  const proposed = new Set(proposals.map((one) => one.id))
  return {
    day, isInstructed: !['draft', 'computed', 'approved'].includes(status), answers: await answersOf(tx, day),
    lines: [...attempts].map(([institutionId, told]) => {
      const [custodian, hospital] = [accounts.get(0), accounts.get(institutionId)]
      const last = sidesOf(told.at(-1)!)
      return {
        institutionId, attempts: told.map((one) => shownInstruction(one)), toldAccount: `${last.hospital.bank} ${masked(last.hospital.account)}`,
        accountNow: hospital ? `${hospital.bankCode} ${masked(hospital.accountNo)}` : null,
        isCorrected: isCorrected(told.at(-1)!, hospital, custodian),
        hasProposal: proposed.has(institutionId) || proposed.has(0),
      }
    }),
  }
}

/** Either end may have been wrong, and a name that was mended counts too: then it was agreed to after the bank's answer. */
function isCorrected(told: Instruction, ...now: readonly (AccountRow | undefined)[]): boolean {
  const { hospital, custodian } = sidesOf(told)
  const [before, answeredAt] = [[hospital, custodian], told.endedAt]
  return now.some((account, at) => account && (account.accountNo !== before[at]!.account || account.bankCode !== before[at]!.bank
    || (answeredAt !== null && account.decidedAt !== null && account.decidedAt.toISOString() > answeredAt)))
}

function sidesOf({ netCents, payerBank, payerAccount, payeeBank, payeeAccount }: Instruction) {
  const [payer, payee] = [{ bank: payerBank, account: payerAccount }, { bank: payeeBank, account: payeeAccount }]
  return netCents > 0 ? { hospital: payer, custodian: payee } : { hospital: payee, custodian: payer }
}

async function answersOf(tx: Tx, day: string): Promise<BankAnswer[]> {
  const { rows } = await sql<{ sha256: string; receivedAt: Date; receivedBy: string; executed: number; refused: number }>`
    select sha256, received_at as "receivedAt", received_by as "receivedBy", executed, refused from settlement.bank_answer where day = ${day} order by received_at`.execute(tx)
  const answers: BankAnswer[] = []
  for (const row of rows) {
    const byItself = !/^[0-9a-f-]{36}$/.test(row.receivedBy)
    answers.push({ ...row, receivedAt: row.receivedAt.toISOString(), byItself, receivedBy: byItself ? '' : (await staffName(tx, 0, row.receivedBy)) ?? '' })
  }
  return answers
}

/** What an answer would do. Throws {@link NotABankResult} when the file is not whole, or is about another day. */
export async function previewAnswer(tx: Tx, context: Context, day: string, file: string): Promise<AnswerPreview> {
  onlyTheCentre(context)
  await dayRow(tx, day)
  const results = readResultFile(file)
  if (!results) throw new NotABankResult()
  const told = new Map((await attemptsOf(tx, day)).map((one) => [one.id, one]))
  const seen = new Map<string, BankResult>()
  const lines = results.map((result) => {
    const instruction = told.get(result.id)
    const finding = findingOf(instruction, result, seen.get(result.id))
    seen.set(result.id, result)
    return { ...result, at: result.at.toISOString(), institutionId: instruction?.institutionId ?? null, netCents: instruction?.netCents ?? null, finding }
  })
  return { sha256: sha256Of(file), lines, isSound: lines.every((one) => one.finding === 'news' || one.finding === 'known') }
}

function findingOf(instruction: Instruction | undefined, result: BankResult, before: BankResult | undefined): AnswerPreview['lines'][number]['finding'] {
  if (!instruction) return 'stranger'
  const known = instruction.state === 'posted' ? 'executed' : instruction.state
  const said = known === 'waiting' ? before?.state : known
  return said === undefined ? 'news' : said === result.state ? 'known' : 'contradicts'
}
