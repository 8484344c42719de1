import { randomFrom } from '#journey/previsit/fairness/testing/crowd.ts'
import { balanceAt, statement, type AccountName } from '#engines/ledger/index.ts'
import { systemContext, type Context, type InstitutionId } from '#platform/context/context.ts'
import { inTransaction, type Db, type Tx } from '#platform/database/index.ts'
import { DAYS, FROM, HOSPITALS, purseName, PURSES } from './years.ts'

const DAY = 86_400_000
const start = new Date(FROM).getTime()

/** What people ask of a year of entries, in a seeded order: milliseconds of each question, by kind. */
export async function askStatements(db: Db, questions: number): Promise<Record<string, number[]>> {
  const random = randomFrom(20_261_122)
  const times: Record<string, number[]> = {}
  for (let i = 0; i < questions; i++) {
    const institutionId = 1 + random(HOSPITALS)
    const purse: AccountName = { institutionId, ...purseName(random(PURSES)) }
    const income: AccountName = { institutionId, kind: 'income' }
    const day = start + random(DAYS - 31) * DAY
    const moment = new Date(day + random(DAY))
    const between = (days: number) => ({ from: new Date(day), until: new Date(day + days * DAY) })
    const kinds: readonly (readonly [string, (tx: Tx) => Promise<unknown>])[] = [
      ['a person’s month', (tx) => statement(tx, purse, between(30))],
      ['a person’s year', (tx) => statement(tx, purse, { from: new Date(start), until: new Date(start + DAYS * DAY) })],
      ['a busy account’s day', (tx) => statement(tx, income, between(1))],
      ['a page of a busy account’s month', (tx) => statement(tx, income, { ...between(30), most: 200 })],
      ['a busy account at a moment', (tx) => balanceAt(tx, income, moment)],
    ]
    const [kind, ask] = kinds[i % kinds.length]!
    const context = staffOf(institutionId)
    const began = performance.now()
    await inTransaction(db, context, ask)
    ;(times[kind] ??= []).push(performance.now() - began)
  }
  return times
}

function staffOf(institutionId: number): Context {
  const institution = institutionId as InstitutionId
  return {
    ...systemContext('bench', new Date(), institution),
    actor: { kind: 'staff', accountId: '00000000-0000-7000-8000-000000000001', staffId: 1, institutionId: institution, roles: ['accountant'] },
  }
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
