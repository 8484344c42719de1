import { randomBytes } from 'node:crypto'
import type { Appointment } from '#journey/previsit/booking/contract.ts'
import type { FindingInList } from '#journey/previsit/fairness/contract.ts'
import { DEMO_HOSPITAL } from '../data/demo-people.ts'
import { personCount } from '../demo.ts'
import { each, newCounts, openSession, Refused, type Session } from './client.ts'
import { signInPatient } from './sign-in.ts'
import type { Options, Supply } from './world.ts'

/** With more, the platform would run out of sign-in codes for one address before the honest have theirs. */
export const BOTS_AT_MOST = 5
const ACCOUNTS = 10
/** Presses of each account; a program does not mind being refused. */
const PRESSES = 40
const PASSES = 3
/** From the end of the sample region's people, where the honest of the simulation do not reach. */
const FROM_THE_END = 20

interface BotAccount {
  readonly session: Session
  readonly personId: string
  appointment: Appointment | null
}

export interface BotReport {
  readonly bots: number
  readonly accounts: number
  readonly presses: number
  readonly got: number
  readonly passed: number
  /** Of all presses, by status. */
  readonly byStatus: ReadonlyMap<number, number>
  readonly reasons: ReadonlyMap<string, number>
}

/**
 * Programs that book to sell on: each with the accounts of its clients on one device, pressing as fast as it is answered at the
 * same doctors, and passing places from one to another. It drives the running product over HTTP like everybody else.
 */
export async function driveBots(options: Pick<Options, 'base'>, supply: readonly Supply[], bots: number): Promise<BotReport> {
  const counts = newCounts()
  const byStatus = new Map<number, number>()
  const count = (status: number) => byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
  const wanted = [...Map.groupBy(supply.filter((unit) => unit.institutionId === DEMO_HOSPITAL), (unit) => unit.periodId).keys()]
  const all = { presses: 0, got: 0, passed: 0, accounts: 0 }
  await each(Array.from({ length: Math.min(bots, BOTS_AT_MOST) }, (_, n) => n), BOTS_AT_MOST, async (bot) => {
    const accounts = await accountsOf(options.base, counts, bot)
    all.accounts += accounts.length
    await Promise.all(accounts.map(async (account, n) => {
      for (let press = 0; press < PRESSES && !account.appointment; press++) {
        all.presses++
        account.appointment = await tryFor(account, wanted[(bot * 7 + n + press) % Math.max(1, Math.min(30, wanted.length))], count)
      }
      if (account.appointment) all.got++
      for (let press = 0; account.appointment && press < PRESSES; press++) {
        all.presses++
        await tryFor(account, account.appointment.periodId, count)
      }
    }))
    all.passed += await passOn(accounts, count)
  })
  return { bots: Math.min(bots, BOTS_AT_MOST), ...all, byStatus, reasons: counts.refusals }
}

async function accountsOf(base: string, counts: ReturnType<typeof newCounts>, bot: number): Promise<BotAccount[]> {
  const device = randomBytes(32).toString('base64url')
  const accounts: BotAccount[] = []
  for (let n = 0; accounts.length < ACCOUNTS && n < ACCOUNTS * 3; n++) {
    const session = openSession(base, counts, 'web', { device })
    const personId = await signInPatient(session, personCount.small - FROM_THE_END - bot * ACCOUNTS * 3 - n).catch(() => null)
    if (personId) accounts.push({ session, personId, appointment: null })
  }
  return accounts
}

async function tryFor({ session, personId }: BotAccount, periodId: number | undefined, count: (status: number) => void): Promise<Appointment | null> {
  try {
    const made = await session.send<Appointment>('POST', '/api/booking/appointments', { institutionId: DEMO_HOSPITAL, periodId, pool: 'public', personId })
    count(201)
    return made
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    count(error.status)
    return null
  }
}

/** One gives a place back, the next presses for it at once. */
async function passOn(accounts: readonly BotAccount[], count: (status: number) => void): Promise<number> {
  let passed = 0
  const holders = accounts.filter((account) => account.appointment)
  for (const [n, holder] of holders.slice(0, PASSES).entries()) {
    const { periodId, id } = holder.appointment!
    const client = accounts.find((account) => account !== holder && !account.appointment) ?? holders[(n + PASSES) % holders.length]!
    await holder.session.send('POST', `/api/booking/appointments/${DEMO_HOSPITAL}/${id}/cancel`, { reason: '' }).catch(() => {})
    holder.appointment = null
    const taken = await tryFor(client, periodId, count)
    if (taken) {
      client.appointment = taken
      passed++
    }
  }
  return passed
}

const PATIENCE_MS = 90_000
const PAUSE_MS = 3000

/** What the limits and the detection made of them, in words. */
export async function botLines(office: Session, report: BotReport): Promise<string[]> {
  const { bots, accounts, presses, got, passed, byStatus, reasons } = report
  const found = await findings(office, bots)
  const list = (counts: ReadonlyMap<number | string, number>) => [...counts].toSorted((a, b) => b[1] - a[1]).map(([key, times]) => `${key} ${times}`).join(', ')
  return [
    `${bots} programs with ${accounts} accounts pressed ${presses} times: ${list(byStatus)}; ${got} accounts had a time, ${passed} passed on`,
    `they were refused with: ${list(reasons) || 'nothing'}`,
    `findings that ask a person to look: ${found.length} (scores ${found.map((one) => one.score).join(', ') || 'none'}); blocked without a person: 0`,
  ]
}

/** The detection looks around every half minute. */
async function findings(office: Session, wanted: number): Promise<FindingInList[]> {
  for (const giveUpAt = performance.now() + PATIENCE_MS; ;) {
    const found = await office.get<FindingInList[]>('/api/fairness/findings?state=open')
    if (found.length >= wanted || performance.now() > giveUpAt) return found
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
