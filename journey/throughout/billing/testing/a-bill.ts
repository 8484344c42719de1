import { sql } from 'kysely'
import { unexplained, balanceOf } from '#engines/ledger/index.ts'
import { aPerson, type APerson } from '#journey/throughout/people/testing/a-person.ts'
import { systemContext, type Context } from '#platform/context/context.ts'
import { inTransaction, newId, type Db, type Tx } from '#platform/database/index.ts'
import { book } from '../books.ts'
import { addCharge, billOf, openBill, type Bill, type NewCharge } from '../index.ts'

export const morning = new Date('2026-03-17T09:00:00+08:00')
let institutions = 900

/** A hospital with nothing but a name. */
export async function aHospital(owner: Db): Promise<number> {
  const institutionId = ++institutions
  await sql`insert into directory.district (id, name, name_en) values (1, '临溪区', 'Linxi') on conflict do nothing`.execute(owner)
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${institutionId}, ${`T${institutionId}`}, 'tertiary-hospital', '临溪市中心医院', 'Linxi Central Hospital', '中心医院', 1, '临溪路 1 号', 121.4, 31.2)`.execute(owner)
  return institutionId
}

export interface ABill {
  readonly institutionId: number
  readonly billId: string
  readonly person: APerson
  charge(selfCents: number, about?: Partial<NewCharge>): Promise<{ itemId: string; sourceId: string }>
  read(): Promise<Bill>
  /** What the books say the person still owes. */
  owed(): Promise<number>
}

/** A visit's bill at a hospital of its own, so that tests do not see each other's money. */
export async function aBill(db: Db, owner: Db, { at, insured = false, of }: { at?: number; insured?: boolean; of?: APerson } = {}): Promise<ABill> {
  const institutionId = at ?? (await aHospital(owner))
  const person = of ?? (await aPerson(db))
  if (insured) await sql`update people.person set insurance_kind = 'employee' where person_id = ${person.personId}`.execute(owner)
  const billId = newId()
  const context = systemContext('test', morning)
  const run = <T>(work: (tx: Tx) => Promise<T>, as: Context = context) => inTransaction(db, as, work)
  await run((tx) => openBill(tx, context, { institutionId, billId, personId: person.personId, title: '心血管内科 · 专家门诊' }))
  return {
    institutionId, billId, person,
    async charge(selfCents, about = {}) {
      const sourceId = newId()
      const charge = { institutionId, billId, source: 'order' as const, sourceId, code: 'T01', name: '心电图，十二导联', quantity: 1, unitCents: selfCents, insuranceShareBp: 0, kind: 'examination' as const, ...about }
      return { ...(await run((tx) => addCharge(tx, context, charge))), sourceId: charge.sourceId }
    },
    read: () => run((tx) => billOf(tx, context, institutionId, billId)),
    owed: async () => (await run((tx) => balanceOf(tx, book.bill(institutionId, billId)))).cents,
  }
}

/** Nothing is unexplained, and what every bill says is due is what its account holds. */
export async function booksFaults(db: Db): Promise<unknown[]> {
  const context = systemContext('test', morning)
  return inTransaction(db, context, async (tx) => {
    const { rows } = await sql`select b.id, b.due_cents, l.balance_cents from billing.bill b
      join ledger.balance l on l.institution_id = b.institution_id and l.kind = 'bill' and l.owner_ref = b.id::text
      where l.balance_cents <> b.due_cents`.execute(tx)
    return [...rows, ...(await unexplained(tx))]
  })
}
