import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { bareEnvironment } from '#platform/config/index.ts'
import { testDatabase } from '#platform/testing/index.ts'
import { aFullClinic, answer, faults, type FullClinic, NOW, offersOf, settle, someone, type Someone, waitlistServer, wish } from '../arrange.ts'

const { url, owner } = await testDatabase()
const server = await waitlistServer(url)
const second = await waitlistServer(url)
const RUNS = Number(bareEnvironment()['MODEL_RUNS'] ?? 8)
const WAITING = 5

/** What happens next: to whom, of two clinics; `work` lets one of the two workers do what is due. */
type Act =
  | { readonly do: 'join' | 'withdraw' | 'accept' | 'decline' | 'book'; readonly who: number; readonly clinic: 0 | 1; readonly auto: boolean }
  | { readonly do: 'free'; readonly holder: number; readonly clinic: 0 | 1 }
  | { readonly do: 'wait'; readonly minutes: number } | { readonly do: 'work' }
  | { readonly do: 'suspend'; readonly clinic: 0 | 1 } | { readonly do: 'resume'; readonly clinic: 0 | 1 }

const clinic = fc.constantFrom(0 as const, 1 as const)
const who = fc.nat(WAITING - 1)
const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('join' as const, 'withdraw' as const, 'accept' as const, 'accept' as const, 'decline' as const, 'book' as const), who, clinic, auto: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('free' as const), holder: fc.nat(3), clinic }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(5, 60, 1500, 5760) }) },
  { weight: 4, arbitrary: fc.constant({ do: 'work' as const }) },
  { weight: 1, arbitrary: fc.oneof(fc.record({ do: fc.constant('suspend' as const), clinic }), fc.record({ do: fc.constant('resume' as const), clinic })) },
)

async function perform(act: Act, clinics: readonly FullClinic[], waiting: readonly Someone[], at: typeof server): Promise<number | undefined> {
  if (act.do === 'work') { await settle(at); return undefined }
  if (act.do === 'wait') {
    for (const one of [server, second]) one.clock.advanceSeconds(act.minutes * 60)
    return undefined
  }
  const chosen = clinics[act.clinic]!
  if (act.do === 'suspend' || act.do === 'resume') {
    await sql`update capacity.session set status = ${act.do === 'suspend' ? 'suspended' : 'open'} where institution_id = ${chosen.institutionId} and id = ${chosen.sessionId}`.execute(owner)
    return undefined
  }
  if (act.do === 'free') {
    const holder = chosen.holders[act.holder]!
    return (await at.request('POST', `/api/booking/appointments/${chosen.institutionId}/${holder.id}/cancel`, { as: holder.as, body: {} })).status
  }
  const one = waiting[act.who]!
  if (act.do === 'join') {
    const auto = act.auto ? { auto: { untilDay: '2026-12-10', halves: ['morning'] } } : {}
    return (await at.request('POST', '/api/waitlist/entries', { as: one.as, body: wish(chosen, one, { noticeHours: act.who, ...auto }) })).status
  }
  if (act.do === 'book') {
    return (await at.request('POST', '/api/booking/appointments', { as: one.as, body: { institutionId: chosen.institutionId, periodId: chosen.periodIds[act.who % 2], personId: one.personId } })).status
  }
  if (act.do === 'withdraw') {
    const { body } = await at.request('GET', '/api/waitlist/entries', { as: one.as })
    const entry = (body.entries as { id: string; status: string }[]).find((each) => each.status === 'waiting')
    return entry && (await at.request('POST', `/api/waitlist/entries/${entry.id}/withdraw`, { as: one.as, body: {} })).status
  }
  const [offer] = await offersOf(at, one)
  return offer && (await answer(at, one, offer, act.do)).status
}

async function aWorld() {
  for (const one of [server, second]) one.clock.set(NOW)
  // Two clinics at overlapping times: whoever gets the one cannot have the other.
  const clinics = [await aFullClinic(server, owner, { units: { public: 2 } }), await aFullClinic(server, owner, { institutionId: 2, from: '08:10', units: { public: 2 } })]
  const waiting: Someone[] = []
  for (let i = 0; i < WAITING; i++) waiting.push(await someone(owner))
  return { clinics, waiting }
}

test('whatever happens all at once on two servers: never oversold, a unit promised to one at a time, every movement once', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(anAct, { minLength: 4, maxLength: 10 }), { minLength: 3, maxLength: 6 }), async (waves) => {
    const { clinics, waiting } = await aWorld()
    for (const one of waiting.slice(0, 3)) await perform({ do: 'join', who: waiting.indexOf(one), clinic: 0, auto: false }, clinics, waiting, server)
    for (const wave of waves) {
      const replies = await Promise.all(wave.map((act, i) => perform(act, clinics, waiting, i % 2 ? server : second)))
      expect(replies.filter((status) => status !== undefined && status >= 500)).toEqual([])
      expect(await faults(owner)).toEqual([])
    }
    await settle(server)
    expect(await faults(owner)).toEqual([])
  }), { numRuns: RUNS, interruptAfterTimeLimit: 50_000 })
})

test('once everybody had their turn and the clinics are over, no unit lies about: each is taken, returned, or never was freed', async () => {
  await fc.assert(fc.asyncProperty(fc.array(anAct, { minLength: 15, maxLength: 30 }), async (acts) => {
    const { clinics, waiting } = await aWorld()
    for (const act of acts) {
      await perform(act, clinics, waiting, server)
      await settle(second)
    }
    for (const one of [server, second]) one.clock.set(new Date('2026-12-02T07:30:00+08:00'))
    await settle(server)
    await settle(second)
    const { rows } = await sql`select from capacity.freed_unit where status = 'open' and (institution_id, service_id) in ((1, ${clinics[0]!.serviceId}), (2, ${clinics[1]!.serviceId}))`.execute(owner)
    expect(rows).toEqual([])
    expect(await faults(owner)).toEqual([])
  }), { numRuns: RUNS, interruptAfterTimeLimit: 50_000 })
})
