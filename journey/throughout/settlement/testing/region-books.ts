import { sql } from 'kysely'
import { accountId, type AccountName, type LinkedStep, openAccounts, openMirrors, postLinked, regionBook } from '#engines/ledger/index.ts'
import { type Context, type InstitutionId, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, type Db, type Tx } from '#platform/database/index.ts'

export type Act = 'top-up' | 'spend' | 'give-back' | 'withdraw' | 'lend' | 'repay'

/** What an act does to the hospital's line of the region's books; the purse moves the other way. */
const signs: Record<Act, 1 | -1> = { 'top-up': 1, spend: -1, 'give-back': 1, withdraw: -1, lend: -1, repay: 1 }

/** Accounts of a hospital and some people, in the region's books and its own. */
export async function openBooks(tx: Tx, context: Context, hospitals: readonly number[], people: readonly string[]): Promise<void> {
  for (const hospital of hospitals) {
    await openMirrors(tx, context, hospital)
    await openAccounts(tx, context, [{ institutionId: hospital, kind: 'safe', busy: true }])
  }
  await openAccounts(tx, context, people.flatMap((personId) => [
    { ...regionBook.wallet(personId), personId, ceilingCents: 0 }, { ...regionBook.credit(personId), personId, ceilingCents: 1_000_000 },
  ]))
}

/** The steps of one act at a hospital, as the purses take them: the region's line, and the hospital's. */
export function stepsOf(act: Act, { hospital, personId, cents, id = newId() }: { hospital: number; personId: string; cents: number; id?: string }): LinkedStep[] {
  const purse: AccountName = act === 'lend' || act === 'repay' ? regionBook.credit(personId) : regionBook.wallet(personId)
  const moved = signs[act] * cents
  const about = { kind: act, reference: `test/${act}` }
  return [
    { do: 'post', institutionId: 0, id, ...about, lines: [{ accountId: accountId(regionBook.member(hospital)), cents: moved }, { accountId: accountId(purse), cents: -moved }] },
    { do: 'post', institutionId: hospital, id, ...about, lines: [{ accountId: accountId(regionBook.ofMember(hospital)), cents: -moved }, { accountId: accountId({ institutionId: hospital, kind: 'safe' }), cents: moved }] },
  ]
}

export function contextAt(at: Date | string): Context {
  return systemContext('test', new Date(at))
}

/** Somebody of the region's centre, or a hospital's accountant. */
export function accountantOf(institutionId: number, accountId = newId()): { actor: Context['actor'] & { kind: 'staff' }; context: (at: Date | string) => Context } {
  const actor = { kind: 'staff' as const, accountId, staffId: 1, institutionId: institutionId as InstitutionId, roles: ['accountant'] }
  return { actor, context: (at) => ({ actor, institutionId: actor.institutionId, purpose: 'settlement', now: new Date(at), requestId: 'test', channel: 'web' }) }
}

export async function act(db: Db, at: Date | string, what: Act, about: { hospital: number; personId: string; cents: number; id?: string }): Promise<void> {
  const context = contextAt(at)
  await inTransaction(db, context, (tx) => postLinked(tx, context, stepsOf(what, about)))
}

/** Bank accounts for the custodian and these hospitals; made up. */
export async function openBankAccounts(owner: Db, hospitals: readonly number[]): Promise<void> {
  for (const id of [0, ...hospitals]) {
    await sql`insert into settlement.bank_account (institution_id, id, bank_code, bank_name, bank_name_en, account_name, account_no, valid_from, state, proposed_by, proposed_at, decided_by, decided_at)
      values (${id}, ${newId()}, 'LXBANK', '临溪银行', 'Bank of Linxi', ${`机构 ${id}`}, ${String(62_000_000_000 + id)}, '2020-01-01', 'agreed', 'test', '2020-01-01', 'test', '2020-01-01')`.execute(owner)
  }
}
