import { sql } from 'kysely'
import { balanceOf, openAccounts, postTransfer, purseOf, unexplained, type AccountName } from '#engines/ledger/index.ts'
import { aPerson, type APerson } from '#journey/throughout/people/testing/a-person.ts'
import { type Context, systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction, newId, type Tx } from '#platform/database/index.ts'
import { debtAccount, lines } from '../books.ts'
import { agree } from '../operations/agree.ts'
import { termsAt } from '../rules.ts'

export const morning = new Date('2026-03-17T09:00:00+08:00')
let institutions = 700

/** A hospital with nothing but a name. */
export async function aHospital(owner: Db): Promise<number> {
  const institutionId = ++institutions
  await sql`insert into directory.district (id, name, name_en) values (1, '临溪区', 'Linxi') on conflict do nothing`.execute(owner)
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${institutionId}, ${`K${institutionId}`}, 'tertiary-hospital', '临溪市第二医院', 'Linxi Second Hospital', '第二医院', 1, '临溪路 2 号', 121.4, 31.2)`.execute(owner)
  return institutionId
}

export function asSystem(now = morning): Context {
  return systemContext('test', now)
}

/** In one transaction, as whoever. */
export function doing(db: Db, now = morning) {
  return <T>(work: (tx: Tx, context: Context) => Promise<T>, context = asSystem(now)) => inTransaction(db, context, (tx) => work(tx, context))
}

/** Somebody who agreed to pay after treatment. */
export async function somebodyWhoAgreed(db: Db): Promise<APerson> {
  const person = await aPerson(db)
  await doing(db)(async (tx, context) => agree(tx, context, { personId: person.personId, version: (await termsAt(tx, context.now)).version }))
  return person
}

/** A bill's account at a hospital on which something is due. */
export async function something(db: Db, institutionId: number, cents: number): Promise<{ visitId: string; account: AccountName; due(): Promise<number> }> {
  const visitId = newId()
  const account = { institutionId, kind: 'bill', ownerRef: visitId }
  const income = { institutionId, kind: 'income' }
  await doing(db)(async (tx, context) => {
    await openAccounts(tx, context, [account, { ...income, busy: true }])
    await postTransfer(tx, context, { institutionId, id: newId(), kind: 'charge', reference: `bill/${visitId}`, lines: lines([account, cents], [income, -cents]) })
  })
  return { visitId, account, due: () => doing(db)(async (tx) => (await balanceOf(tx, account)).cents) }
}

export const owes = (db: Db, personId: string, emergency = false) => doing(db)(async (tx) => {
  const { cents, heldInCents } = await purseOf(tx, debtAccount(personId, emergency))
  return [cents, heldInCents]
})

/** What the debts say is what the accounts hold, and nothing in any book is unexplained. */
export function faults(db: Db): Promise<unknown[]> {
  return doing(db)(async (tx) => {
    const { rows } = await sql`select a.owner_ref, a.kind, a.balance_cents, d.cents from
      (select kind, owner_ref, balance_cents from ledger.balance where institution_id = 0 and kind in ('credit', 'credit-emergency')) a
      full join (select case when emergency then 'credit-emergency' else 'credit' end as kind, person_id::text as owner_ref, sum(open_cents) as cents from credit.debt group by 1, 2) d
        using (kind, owner_ref) where coalesce(a.balance_cents, 0) <> coalesce(d.cents, 0)`.execute(tx)
    return [...rows, ...(await unexplained(tx))]
  })
}
