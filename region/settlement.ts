import { openAccounts } from '#engines/ledger/index.ts'
import { approveDay, computeDay, dayFor, instructDay, askToPost, openDays, putBankAccount } from '#journey/throughout/settlement/index.ts'
import { wallet } from '#journey/throughout/wallet/index.ts'
import { localDay } from '#platform/clock/index.ts'
import { type Context, type InstitutionId, systemContext } from '#platform/context/context.ts'
import { closeDatabase, inTransaction, openDatabase, type Db } from '#platform/database/index.ts'
import { centreStaff } from './data/demo-people.ts'
import { personAt } from './generate/persons.ts'
import { hospitalsOf, type RegionSize } from './generate/places.ts'
import { centreStaffId } from './generate/staff.ts'
import { steadyId } from './ids.ts'
import { chance } from './prng.ts'

interface Shown {
  readonly seed: string
  readonly size: RegionSize
  readonly now: Date
}

const DAY_MS = 86_400_000
/** People of the stories keep their own purses; these are some others. */
const FIRST_PERSON = 40
const banks = [['LXBANK', '临溪银行', 'Bank of Linxi'], ['LXRCB', '临溪农商银行', 'Linxi Rural Commercial Bank'], ['JHBANK', '江海银行', 'Jianghai Bank']] as const

/**
 * Three days of prepaid money in the sample region: people topped up at one hospital and paid at another. The first of the days
 * was approved and sent to the bank, the second waits for approval, the third is only just over. Every hospital has a bank account.
 */
export async function showSettlement(url: string, { seed, size, now }: Shown): Promise<void> {
  const { db } = openDatabase(url, { poolSize: 1, applicationName: 'liuxin region', role: null })
  const context = systemContext('sample-region', now)
  const hospitals = hospitalsOf(seed, size)
  try {
    await inTransaction(db, context, async (tx) => {
      for (const [at, { id, name }] of [{ id: 0, name: '临溪区医疗资金结算中心' }, ...hospitals].entries()) {
        const [bankCode, bankName, bankNameEn] = banks[at % banks.length]!
        await putBankAccount(tx, context, { institutionId: id, bankCode, bankName, bankNameEn, accountName: name, accountNo: `99${String(id).padStart(14, '0')}` })
      }
    })
    if (size !== 'small') return
    const days = [3, 2, 1].map((ago) => localDay(new Date(now.getTime() - ago * DAY_MS)))
    for (const day of days) await aDayOfMoney(db, seed, day, hospitals.map((hospital) => hospital.id))
    await settle(db, seed, now, days)
  } finally {
    await closeDatabase(db)
  }
}

async function aDayOfMoney(db: Db, seed: string, day: string, hospitals: readonly number[]): Promise<void> {
  const luck = chance(seed, 'settlement', day)
  for (const [turn, hospital] of hospitals.entries()) {
    const elsewhere = hospitals[(turn + 1 + luck.below(hospitals.length - 1)) % hospitals.length]!
    const { personId } = personAt(seed, FIRST_PERSON + turn + 10 * luck.below(4))
    const toppedUp = 5_000 * (1 + luck.below(12))
    const id = () => steadyId(luck.below(1e9), luck)
    const at = new Date(`${day}T08:30:00+08:00`).getTime() + turn * 3_600_000 + luck.below(3_600_000)
    await inTransaction(db, systemContext('sample-region', new Date(at)), async (tx) => {
      const context = systemContext('sample-region', new Date(at))
      for (const each of new Set([hospital, elsewhere])) await openAccounts(tx, context, [{ institutionId: each, kind: 'safe', busy: true }, { institutionId: each, kind: 'income', busy: true }])
      await wallet.fill(tx, context, { transferId: id(), institutionId: hospital, personId, cents: toppedUp, reference: 'sample-region', title: '窗口充值', from: { institutionId: hospital, kind: 'safe' } })
      const cents = Math.ceil(toppedUp / 2) + luck.below(Math.floor(toppedUp / 2))
      const held = id()
      await wallet.promise(tx, context, { id: held, institutionId: elsewhere, personId, cents, reference: 'sample-region', title: '门诊' })
      await wallet.take(tx, context, { id: held, transferId: id(), against: { institutionId: elsewhere, kind: 'income' } })
    })
  }
}

async function settle(db: Db, seed: string, now: Date, days: readonly string[]): Promise<void> {
  const system = systemContext('sample-region', now)
  await inTransaction(db, system, (tx) => openDays(tx, system))
  const [first, second] = centreStaff.map((each) => contextOf(centreStaffId(seed, each.staffId), each.staffId, now))
  for (const day of days.slice(0, 2)) await inTransaction(db, system, (tx) => computeDay(tx, system, day))
  for (const who of [first!, second!]) {
    await inTransaction(db, who, async (tx) => {
      const { fileSha256 } = await dayFor(tx, who, days[0]!)
      await approveDay(tx, who, days[0]!, { sha256: fileSha256! })
    })
  }
  // The worker hands it to the bank and posts it.
  await inTransaction(db, first!, (tx) => instructDay(tx, first!, days[0]!))
  await inTransaction(db, second!, (tx) => askToPost(tx, second!, days[0]!))
}

function contextOf(staffAccountId: string, staffId: number, now: Date): Context {
  const institutionId = 0 as InstitutionId
  return { actor: { kind: 'staff', accountId: staffAccountId, staffId, institutionId, roles: ['accountant'] }, institutionId, purpose: 'settlement', now, requestId: 'sample-region', channel: 'web' }
}
