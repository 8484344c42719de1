import { parseArgs } from 'node:util'
import type { Institution as Listed } from '#journey/throughout/directory/contract.ts'
import { demoUsername, staffUsername } from '../demo.ts'
import { chance } from '../prng.ts'
import { bookEverybody } from './book.ts'
import { type BotReport, botLines, driveBots } from './bots.ts'
import { each, newCounts, openSession } from './client.ts'
import { startClock } from './clock.ts'
import { type Duty, everybodyPaid, workADay } from './doctor.ts'
import { comeToTheClinic } from './patient.ts'
import { report } from './report.ts'
import { signInStaff } from './sign-in.ts'
import { findSupply } from './supply.ts'
import type { Institution, Supply, World } from './world.ts'

/** npm run simulate -- --patients 2000 [--url http://localhost:8080] [--rate 120] [--seed day] [--bots 3] */
const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '200' },
    url: { type: 'string', default: 'http://localhost:8080' },
    rate: { type: 'string', default: '120' },
    seed: { type: 'string', default: 'day' },
    institutions: { type: 'string', default: '8' },
    bots: { type: 'string', default: '0' },
  },
})
const began = performance.now()
const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${line}`)
const options = { base: values.url, patients: Number(values.patients), rate: Number(values.rate), seed: values.seed }
const counts = newCounts()

const admin = openSession(options.base, counts, 'simulator')
await signInStaff(admin, 'admin')
const institutions = await openInstitutions()
let supply: Supply[] = []
let bots: BotReport | undefined
try {
  const world = await simulateDay()
  say('the day is over; looking whether everything is still there')
  const { lines, failed } = await report(world, admin, (performance.now() - began) / 1000)
  console.log([...lines, ...(bots ? await botLines(admin, bots) : [])].join('\n'))
  process.exitCode = failed ? 1 : 0
} finally {
  await admin.send('DELETE', '/api/platform/clock')
}

async function simulateDay(): Promise<World> {
  const day = nextWorkday((await admin.get<{ now: string }>('/api/platform/clock')).now)
  const morning = new Date(`${day}T07:15:00+08:00`)
  // The clock stands while everybody books; then the day runs.
  const evening: World = {
    options, counts, day, institutions,
    desks: await openDesks(),
    patients: [],
    clock: await startClock(admin, morning, 0),
    chance: (...purpose) => chance(options.seed, ...purpose),
  }
  say(`the platform's clock stands at ${day} 07:15`)
  supply = await findSupply(admin, [...institutions.keys()], day)
  say(`${supply.length} public times at ${institutions.size} institutions`)
  // Programs press at the same time as everybody; whoever is honest must not notice.
  const [, driven] = await Promise.all([bookEverybody(evening, supply, say), Number(values.bots) > 0 ? driveBots(options, supply, Number(values.bots)) : undefined])
  bots = driven
  say(`${evening.patients.filter((patient) => patient.appointment).length} appointments; the day runs ${options.rate} times as fast`)

  const world: World = { ...evening, clock: await startClock(admin, morning, options.rate) }
  const ticker = setInterval(() => say(progress(world)), 10_000)
  await Promise.all([
    ...world.patients.map((patient) => endured(world, comeToTheClinic(world, patient))),
    ...dutiesOf(world).map((duty) => endured(world, workADay(world, duty))),
  ])
  await everybodyPaid()
  clearInterval(ticker)
  return world
}

/** One person's trouble does not end everybody's day; it is counted, and fails the run at the end. */
async function endured({ counts: { failures } }: World, work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => failures.push(error instanceof Error ? error.message : String(error)))
}

async function openInstitutions(): Promise<Map<number, Institution>> {
  const listed = await admin.get<Listed[]>('/api/directory/institutions')
  return new Map(listed.slice(0, Number(values.institutions)).map((each) => [each.institutionId, { ...each, id: each.institutionId }]))
}

async function openDesks(): Promise<World['desks']> {
  const desks = new Map<number, { nurse: ReturnType<typeof openSession>; cashier: ReturnType<typeof openSession> }>()
  await each([...institutions.keys()], 4, async (id) => {
    const [nurse, cashier] = [openSession(options.base, counts, 'window'), openSession(options.base, counts, 'window')]
    await signInStaff(nurse, staffUsername(id, 'nurse'))
    await signInStaff(cashier, staffUsername(id, 'cashier'))
    await cashier.send('POST', '/api/billing/window/shifts', { counter: 'simulated window', openingFloatCents: 50_000 }).catch(() => {})
    desks.set(id, { nurse, cashier })
  })
  return desks
}

function dutiesOf({ patients: all }: World): Duty[] {
  const doctors = new Map(supply.map((unit) => [`${unit.institutionId}/${unit.serviceId}`, unit]))
  const seeing = all.filter((patient) => patient.appointment && patient.ending !== 'cancelled')
  const byDoctor = Map.groupBy(seeing, ({ appointment: a }) => usernameOf(doctors.get(`${a!.institutionId}/${a!.serviceId}`)!))
  return [...byDoctor].map(([username, patients]) => ({ username, patients, institutionId: patients[0]!.appointment!.institutionId }))
}

function usernameOf({ institutionId, practitionerId, practitionerName }: Supply): string {
  return demoUsername(institutionId, { id: practitionerId, name: practitionerName }) ?? staffUsername(institutionId, { practitionerCode: `${institutions.get(institutionId)!.code}D${String(practitionerId).padStart(4, '0')}` })
}

function nextWorkday(now: string): string {
  const at = new Date(new Date(now).getTime() + 8 * 3_600_000)
  do at.setUTCDate(at.getUTCDate() + 1)
  while (at.getUTCDay() === 0 || at.getUTCDay() === 6)
  return at.toISOString().slice(0, 10)
}

function progress({ patients, clock }: World): string {
  const seen = patients.filter((patient) => patient.ending === 'fulfilled').length
  const here = patients.filter((patient) => patient.checkedInAt && !patient.ending).length
  return `${new Date(clock.now() + 8 * 3_600_000).toISOString().slice(11, 16)}  ${here} waiting, ${seen} seen, ${patients.filter((patient) => patient.paidCents).length} paid`
}
