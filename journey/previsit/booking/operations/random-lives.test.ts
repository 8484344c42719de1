import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { bareEnvironment } from '#platform/config/index.ts'
import { module } from '../server.ts'
import { tasks } from '../tasks.ts'
import { aClinic, type Clinic, faults, patient, people, SUNDAY } from '../test-clinic.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module], { url }, { now: SUNDAY })
const second = await testServer([module], { url }, { now: SUNDAY })
const sweep = () => tasks.find((task) => task.name === 'booking.expire-holds')!.run(server.services)
const RUNS = Number(bareEnvironment()['MODEL_RUNS'] ?? 12)
const PERSONS = 5
const PERIODS = 3

/** What one person does next; which clinic (two doctors in two hospitals at overlapping times), which of its periods. */
type Act = { readonly do: 'hold' | 'book' | 'move'; readonly person: number; readonly clinic: 0 | 1; readonly period: number }
  | { readonly do: 'confirm' | 'cancel'; readonly person: number; readonly clinic: 0 | 1 } | { readonly do: 'wait'; readonly minutes: number }

const person = fc.nat(PERSONS - 1)
const clinic = fc.constantFrom(0 as const, 1 as const)
const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('hold' as const, 'book' as const, 'move' as const), person, clinic, period: fc.nat(PERIODS - 1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('confirm' as const, 'cancel' as const), person, clinic }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(3, 10) }) },
)

interface Place {
  period: number
  held: boolean
  until: number
}

/** The plain model: who has what, one thing after the other, nothing clever. */
class Model {
  readonly places = new Map<string, Place>()
  now = 0
  key(p: number, c: number) { return `${p}/${c}` }
  /** The clinics' periods of 15 minutes start at 8:00 and 8:05: period i of one overlaps i and i - 1 of the other. */
  overlaps(c: number, i: number, d: number, j: number) {
    const [from, other] = [i * 15 + c * 5, j * 15 + d * 5]
    return from < other + 15 && other < from + 15
  }
  taken(c: number, period: number) { return [...this.places].filter(([key, place]) => key.endsWith(`/${c}`) && place.period === period).length }
  elsewhere(p: number, c: number, period: number) {
    const other = this.places.get(this.key(p, 1 - c))
    return other && this.overlaps(c, period, 1 - c, other.period) ? other : undefined
  }
  take(p: number, c: number, period: number, held: boolean): boolean {
    const same = this.places.get(this.key(p, c))
    const other = this.elsewhere(p, c, period)
    const full = this.taken(c, period) >= 2
    if (full) return false
    // only one's own holds in the way are let go, all of them or none
    if ((same && !same.held) || (other && !other.held)) return false
    if (same) this.places.delete(this.key(p, c))
    if (other) this.places.delete(this.key(p, 1 - c))
    this.places.set(this.key(p, c), { period, held, until: this.now + 10 })
    return true
  }
  move(p: number, c: number, period: number): boolean {
    const mine = this.places.get(this.key(p, c))
    if (!mine || (mine.held && mine.until <= this.now)) return false
    if (mine.period === period) return true
    if (this.taken(c, period) >= 2 || this.elsewhere(p, c, period)) return false
    mine.period = period
    return true
  }
  confirm(p: number, c: number): boolean {
    const mine = this.places.get(this.key(p, c))
    if (!mine) return false
    mine.held = false
    return true
  }
  cancel(p: number, c: number) { this.places.delete(this.key(p, c)) }
  wait(minutes: number) {
    this.now += minutes
    for (const [key, place] of this.places) if (place.held && place.until <= this.now) this.places.delete(key)
  }
}

/** The same act on the product, over HTTP. */
async function perform(act: Exclude<Act, { do: 'wait' }>, clinics: readonly Clinic[], persons: readonly string[], ids: Map<string, string>, at = server) {
  const chosen = clinics[act.clinic]!
  const personId = persons[act.person]!
  const as = patient(personId)
  const key = `${act.person}/${act.clinic}`
  const id = ids.get(key)
  const { institutionId } = chosen
  if (act.do === 'hold' || act.do === 'book') {
    const path = act.do === 'hold' ? '/api/booking/holds' : '/api/booking/appointments'
    const reply = await at.request('POST', path, { as, body: { institutionId, periodId: chosen.periodIds[act.period], personId } })
    if (reply.status === 201) ids.set(key, reply.body.id as string)
    return reply
  }
  if (id === undefined) return undefined
  if (act.do === 'confirm') return at.request('POST', '/api/booking/appointments', { as, body: { institutionId, holdId: id } })
  const path = `/api/booking/appointments/${institutionId}/${id}`
  if (act.do === 'move') return at.request('POST', `${path}/move`, { as, body: { periodId: chosen.periodIds[act.period] } })
  return at.request('POST', `${path}/cancel`, { as, body: {} })
}

async function twoClinics(): Promise<Clinic[]> {
  const options = { periods: PERIODS, units: { public: 2 } }
  return [await aClinic(owner, { ...options, institutionId: 1 }), await aClinic(owner, { ...options, institutionId: 2, from: '08:05' })]
}

test('whatever people do one after the other, the product answers as the plain model does', async () => {
  await fc.assert(fc.asyncProperty(fc.array(anAct, { minLength: 10, maxLength: 40 }), async (acts) => {
    server.clock.set(SUNDAY)
    const [clinics, persons, model, ids] = [await twoClinics(), await people(owner, PERSONS), new Model(), new Map<string, string>()]
    for (const act of acts) {
      if (act.do === 'wait') {
        server.clock.advanceSeconds(act.minutes * 60)
        await sweep()
        model.wait(act.minutes)
        continue
      }
      const has = model.places.has(`${act.person}/${act.clinic}`)
      const reply = await perform(act, clinics, persons, ids)
      if (act.do === 'hold' || act.do === 'book') expect([act, reply!.status]).toEqual([act, model.take(act.person, act.clinic, act.period, act.do === 'hold') ? 201 : 409])
      if (act.do === 'move' && has) expect([act, reply!.status]).toEqual([act, model.move(act.person, act.clinic, act.period) ? 200 : 409])
      if (act.do === 'confirm' && has) expect([act, reply!.status]).toEqual([act, model.confirm(act.person, act.clinic) ? 201 : 409])
      if (act.do === 'cancel') {
        if (has) expect(reply!.status).toBe(200)
        model.cancel(act.person, act.clinic)
      }
    }
    for (const [c, one] of clinics.entries()) {
      const { rows } = await sql<{ taken: number }>`select a.taken from capacity.allotment a join capacity.period p using (institution_id)
        where p.id = a.period_id and p.session_id = ${one.sessionId} order by p.starts_at`.execute(owner)
      expect(rows.map((row) => row.taken)).toEqual(Array.from({ length: PERIODS }, (_, i) => model.taken(c, i)))
    }
    expect(await faults(owner)).toEqual([])
  }), { numRuns: RUNS, interruptAfterTimeLimit: 40_000 })
})

test('whatever people do all at once, on two servers, while holds expire: never oversold, nobody in two places, nothing left behind', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(anAct, { minLength: 8, maxLength: 16 }), { minLength: 3, maxLength: 5 }), async (waves) => {
    server.clock.set(SUNDAY)
    second.clock.set(SUNDAY)
    const [clinics, persons, ids] = [await twoClinics(), await people(owner, PERSONS), new Map<string, string>()]
    for (const wave of waves) {
      const replies = await Promise.all(wave.map(async (act, i) => {
        if (act.do !== 'wait') return perform(act, clinics, persons, ids, i % 2 ? server : second)
        server.clock.advanceSeconds(act.minutes * 60)
        second.clock.advanceSeconds(act.minutes * 60)
        await sweep()
        return undefined
      }))
      expect(replies.filter((reply) => reply && reply.status >= 500)).toEqual([])
      expect(await faults(owner)).toEqual([])
    }
  }), { numRuns: RUNS, interruptAfterTimeLimit: 40_000 })
})
