import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addDays } from '#engines/capacity/index.ts'
import { bareEnvironment } from '#platform/config/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import type { Applied, Edit, Half, Plan, Units } from './contract.ts'
import { module } from './server.ts'
import { aClinicOf, body, faults, manager, MONDAY, patient, people, standing, SUNDAY } from './testing/a-schedule.ts'

const { url, owner } = await testDatabase()
const server = await testServer([module, booking], { url }, { now: SUNDAY })
const as = manager()
const RUNS = Number(bareEnvironment()['MODEL_RUNS'] ?? 12)

/** What somebody does to the schedule; which pattern and session it meets is drawn when its turn comes. */
type Act =
  | { readonly do: 'book'; readonly period: number } | { readonly do: 'take-back' }
  | { readonly do: 'units' | 'pattern' | 'hours' | 'off' | 'back' | 'move' | 'substitute' | 'change' | 'close' | 'add' | 'end'; readonly at: number; readonly day: number; readonly units: Units; readonly minutes: number; readonly hour: number }

const units = fc.record({ public: fc.integer({ min: 0, max: 3 }), 'family-doctor': fc.integer({ min: 0, max: 2 }) }).filter((each) => each.public + each['family-doctor'] > 0)
const anAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('book' as const), period: fc.nat(10_000) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'take-back' as const }) },
  {
    weight: 8, arbitrary: fc.record({
      do: fc.constantFrom('units', 'pattern', 'hours', 'off', 'back', 'move', 'substitute', 'change', 'close', 'add', 'end'), at: fc.nat(10_000), day: fc.integer({ min: 0, max: 20 }), units,
      minutes: fc.constantFrom(10, 15, 20, 30), hour: fc.integer({ min: 7, max: 18 }),
    }),
  },
)

const clock = (hour: number, minute = 0) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
const halfOf = (hour: number): Half => (hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening')

async function editFor(act: Exclude<Act, { do: 'book' | 'take-back' }>, services: readonly number[]): Promise<Edit | undefined> {
  const { rows: templates } = await sql<{ id: number }>`select id::float8 as id from capacity.template where active and service_id = any (${[...services]}) order by id`.execute(owner)
  const { rows: sessions } = await sql<{ id: number; serviceId: number }>`select id::float8 as id, service_id as "serviceId" from capacity.session where service_id = any (${[...services]}) and status <> 'closed' order by id`.execute(owner)
  const templateId = templates[act.at % Math.max(1, templates.length)]?.id
  const session = sessions[act.at % Math.max(1, sessions.length)]
  const [day, from, to] = [addDays(MONDAY, act.day), clock(act.hour), clock(act.hour + 2)]
  if (act.do === 'add') return { kind: 'session-add', serviceId: services[act.at % services.length]!, day, half: halfOf(act.hour), from, to, periodMinutes: act.minutes, pools: act.units, room: '' }
  if (['units', 'pattern', 'hours', 'off', 'back', 'end'].includes(act.do)) {
    if (templateId === undefined) return undefined
    if (act.do === 'units') return { kind: 'template-change', templateId, from: day, change: { pools: act.units } }
    if (act.do === 'pattern') return { kind: 'template-change', templateId, from: day, change: { weekdays: [(act.at % 7) + 1, 3], from, to, half: halfOf(act.hour), periodMinutes: act.minutes } }
    if (act.do === 'end') return { kind: 'template-end', templateId, lastDay: day }
    return { kind: 'exception', templateId, day, what: act.do as 'off' | 'hours' | 'back', ...(act.do === 'hours' ? { from, to } : {}) }
  }
  if (!session) return undefined
  if (act.do === 'move') return { kind: 'session-move', sessionId: session.id, day, from }
  if (act.do === 'substitute') return { kind: 'session-hand-over', sessionId: session.id, serviceId: services.find((id) => id !== session.serviceId)! }
  if (act.do === 'close') return { kind: 'session-close', sessionId: session.id }
  return { kind: 'session-change', sessionId: session.id, pools: act.units, ...(act.at % 2 ? { periodMinutes: act.minutes } : {}) }
}

interface Seen {
  readonly sessions: Map<number, { readonly day: string; readonly serviceId: number; readonly from: string; readonly units: number }>
  readonly booked: Map<string, { readonly periodId: number; readonly day: string }>
}

/** The schedule and the booked, as anybody can see them in the tables. */
async function look(): Promise<Seen> {
  const sessions = new Map<number, { day: string; serviceId: number; from: string; units: number }>()
  const { rows: all } = await sql<{ id: number; day: string; serviceId: number; from: string }>`
    select id::float8 as id, day, service_id as "serviceId", to_char(starts_at at time zone 'Asia/Shanghai', 'HH24:MI') as "from" from capacity.session where status <> 'closed'`.execute(owner)
  for (const { id, ...rest } of all) sessions.set(id, { ...rest, units: 0 })
  for (const period of await standing(owner)) {
    const known = sessions.get(period.sessionId)!
    known.units += Object.values(period.units ?? {}).reduce((sum, count) => sum + count, 0)
  }
  const { rows } = await sql<{ id: string; periodId: number; day: string }>`select id, period_id::float8 as "periodId", day from booking.appointment where status = 'booked'`.execute(owner)
  return { sessions, booked: new Map(rows.map((row) => [row.id, row])) }
}

/** What the tables say happened, counted as the preview counts. */
function happened(before: Seen, after: Seen) {
  const appeared = [...after.sessions].filter(([id]) => !before.sessions.has(id))
  const vanished = [...before.sessions].filter(([id]) => !after.sessions.has(id))
  const moved = [...after.sessions].filter(([id, now]) => before.sessions.get(id) && before.sessions.get(id)!.day !== now.day)
  const handedOver = [...after.sessions].filter(([id, now]) => before.sessions.get(id) && before.sessions.get(id)!.serviceId !== now.serviceId)
  const sum = (seen: Seen) => [...seen.sessions.values()].reduce((all, each) => all + each.units, 0)
  return { appeared: appeared.length, vanished: vanished.length, moved: moved.length, handedOver: handedOver.length, units: sum(after) - sum(before) }
}

function said({ counts, sessions }: Plan) {
  return {
    appeared: counts.appear + counts.reopen, vanished: counts.vanish, handedOver: counts.handOver, units: counts.unitsAdded - counts.unitsWithdrawn,
    moved: sessions.filter((each) => each.action === 'moves' && each.before?.day !== each.day).length,
  }
}

test('P2 whatever is changed in whatever order, the preview says exactly what applying then does, and nobody booked loses a time', async () => {
  await fc.assert(fc.asyncProperty(fc.array(anAct, { minLength: 4, maxLength: 14 }), async (acts) => {
    await sql`truncate capacity.session, capacity.template, capacity.template_exception, capacity.period, capacity.allotment, capacity.pool_move, capacity.claim, capacity.holder_time,
      booking.appointment, supply.change cascade`.execute(owner)
    const services = [await aClinicOf(owner, '沈若云'), await aClinicOf(owner, '顾明远')]
    const crowd = await people(owner, 8)
    const changes: string[] = []
    for (const [i, serviceId] of services.entries()) {
      const first: Edit = { kind: 'template-new', serviceId, template: body({ weekdays: [1 + i, 4], from: '08:00', to: '09:00' }) }
      const { body: plan } = await server.request<Plan>('POST', '/api/supply/preview', { as, body: { edits: [first] } })
      await server.request('POST', '/api/supply/apply', { as, body: { edits: [first], seen: plan.seen } })
    }
    for (const [turn, act] of acts.entries()) {
      if (act.do === 'book') {
        const open = (await standing(owner)).filter((each) => (each.units.public ?? 0) > 0)
        const personId = crowd[turn % crowd.length]!
        if (open.length > 0) await server.request('POST', '/api/booking/appointments', { as: patient(personId), body: { institutionId: 1, periodId: open[act.period % open.length]!.periodId, personId } })
        continue
      }
      const before = await look()
      let plan: Plan
      if (act.do === 'take-back') {
        const id = changes.pop()
        if (id === undefined) continue
        const reply = await server.request<Applied>('POST', `/api/supply/changes/${id}/take-back`, { as })
        expect([200, 409]).toContain(reply.status)
        if (reply.status === 409) continue
        plan = reply.body.plan
      } else {
        const edit = await editFor(act, services)
        if (!edit) continue
        const shown = await server.request<Plan>('POST', '/api/supply/preview', { as, body: { edits: [edit] } })
        expect(shown.status).toBe(200)
        const reply = await server.request<Applied>('POST', '/api/supply/apply', { as, body: { edits: [edit], seen: shown.body.seen } })
        if (shown.body.problems.length > 0) {
          expect(reply.status).toBe(409)
          expect(await look()).toEqual(before)
          continue
        }
        expect([reply.status, JSON.stringify(edit)]).toEqual([200, JSON.stringify(edit)])
        expect(reply.body.plan).toEqual(shown.body)
        changes.push(reply.body.changeId)
        plan = shown.body
      }
      const after = await look()
      expect(happened(before, after)).toEqual(said(plan))
      expect([...after.booked.keys()].toSorted()).toEqual([...before.booked.keys()].toSorted())
      for (const [id, { periodId }] of before.booked) expect(after.booked.get(id)!.periodId).toBe(periodId)
      expect(await faults(owner)).toEqual([])
    }
  }), { numRuns: RUNS })
}, 240_000)
