import { sql } from 'kysely'
import { module as queueModule } from '#engines/queue/server.ts'
import { module as arrival } from '#journey/outpatient/arrival/server.ts'
import { module as consulting } from '#journey/outpatient/consulting/server.ts'
import { module as billing } from '#journey/throughout/billing/server.ts'
import { aPerson, staffAt, type APerson } from '#journey/throughout/people/testing/a-person.ts'
import type { StaffActor } from '#platform/context/context.ts'
import { type Db, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module as counters } from '../server.ts'

export const MORNING = new Date('2026-03-17T09:00:00+08:00')
const DOCTOR = 11
const PRICES = [['LAB-LIPID', 'laboratory', '血脂四项', 2], ['LAB-CBC', 'laboratory', '血常规', 2], ['EXM-ECHO', 'examination', '心脏彩超', 3], ['DRG-A', 'drug', '氨氯地平片', null]] as const

/** One hospital with a doctor, a laboratory, a machine and a pharmacy, on one day. */
export async function aDay() {
  const { db, owner, url } = await testDatabase()
  const server = await testServer([queueModule, arrival, consulting, billing, counters], { url }, { now: MORNING })
  await sql`insert into directory.district (id, name, name_en) values (1, '临溪区', 'Linxi')`.execute(owner)
  await aHospital(owner)
  const staff = (...roles: string[]): StaffActor => ({ ...staffAt(HOSPITAL, ...roles), staffId: staffId++ })
  const doctor: StaffActor = { ...staffAt(HOSPITAL, 'physician'), staffId: DOCTOR }
  const cashier = staff('cashier')
  const ask = server.request
  await ask('POST', '/api/billing/window/shifts', { as: cashier, body: { counter: '1 号窗口', openingFloatCents: 100_000 } })

  async function aVisit(): Promise<AVisit> {
    const person = await aPerson(db)
    const visitId = newId()
    await sql`insert into people.hospital_number (institution_id, person_id, number, since) values (${HOSPITAL}, ${person.personId}, ${visitId.slice(0, 12)}, ${MORNING})`.execute(owner)
    await sql`insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
        practitioner_id, day, starts_at, ends_at, fee_code, fee_cents, status, cancel_by, created_at)
      values (${HOSPITAL}, ${visitId}, ${person.personId}, 'test', 'web', 1, 1, 'public', 1, 1, ${DOCTOR}, '2026-03-17', ${MORNING}, ${new Date(MORNING.getTime() + 600_000)},
        'G0001', 0, 'booked', ${MORNING}, ${MORNING})`.execute(owner)
    await ask('POST', '/api/arrival/desk/check-ins', { as: staff('nurse'), body: { appointmentId: visitId } })
    await server.runReactions()
    return { person, visitId }
  }
  /** Called and sat down. */
  async function seen(): Promise<AVisit> {
    const visit = await aVisit()
    await ask('POST', '/api/arrival/queues/call-next', { as: doctor, body: {} })
    await ask('POST', '/api/consulting/visits', { as: doctor, body: { visitId: visit.visitId } })
    return visit
  }
  async function order(visitId: string, code: string) {
    const { body, status } = await ask('POST', `/api/consulting/visits/${visitId}/orders`, { as: doctor, body: { code, quantity: 1, ...(code.startsWith('DRG') ? { dose: '1 片', frequency: 'qd', days: 7 } : {}) } })
    await server.runReactions()
    if (status !== 201) throw new Error(JSON.stringify(body))
    return body.id as string
  }
  async function pay(visitId: string) {
    const bill = await ask('GET', `/api/billing/bills/${HOSPITAL}/${visitId}`, { as: cashier })
    const paid = await ask('POST', '/api/billing/window/cash', { as: cashier, body: { billId: visitId, expectedCents: bill.body.dueCents, receivedCents: bill.body.dueCents } })
    await server.runReactions()
    return paid.status
  }
  const stops = async ({ person, visitId }: AVisit) => (await ask('GET', `/api/counters/visits/${HOSPITAL}/${visitId}`, { as: person.actor })).body
  const park = (visitId: string) => ask('POST', `/api/arrival/queues/visits/${visitId}`, { as: doctor, body: { verb: 'park', reason: '去检查' } })
  return { owner, server, ask, staff, doctor, aVisit, seen, order, pay, stops, park, aWindow: windows(ask, staff, stops) }
}

/** Who sits at a window of this kind. */
const WORKS_AT: Readonly<Record<string, readonly string[]>> = { laboratory: ['laboratory'], examination: ['laboratory'], pharmacy: ['pharmacist'], window: ['cashier'] }

type Ask = Awaited<ReturnType<typeof testServer>>['request']

/** Windows of stations, each taken by somebody of their own. */
function windows(ask: Ask, staff: (...roles: string[]) => StaffActor, stops: (visit: AVisit) => Promise<any>) { // oxlint-disable-line typescript/no-explicit-any -- a test reads whatever came
  const stations = async (as: StaffActor) => (await ask('GET', '/api/counters/stations', { as })).body as { stationId: number; kind: string; queueId: number }[]
  let turn = 0
  /** Somebody who sits at a free window of this kind of station. */
  async function aWindow(kind: string) {
    const as = staff(...WORKS_AT[kind] ?? ['nurse'])
    const { stationId } = (await stations(as)).find((station) => station.kind === kind)!
    const counter = async () => (await ask('GET', `/api/counters/stations/${stationId}`, { as })).body
    const pointId = (await counter()).points[turn++].id as number
    await ask('PUT', `/api/counters/stations/${stationId}/window`, { as, body: { pointId } })
    return {
      as, stationId, pointId, counter,
      /** The stop of this visit at this station is called here. */
      async callFor(visit: AVisit) {
        const stop = (await stops(visit)).stops.find((one: { stationId: number; ticketId: string | null }) => one.stationId === stationId && one.ticketId)
        return ask('POST', `/api/counters/tickets/${stop.ticketId}`, { as, body: { verb: 'call', pointId } })
      },
      callNext: () => ask('POST', `/api/counters/windows/${pointId}/call-next`, { as, body: {} }),
      act: (ticketId: string, verb: object) => ask('POST', `/api/counters/tickets/${ticketId}`, { as, body: verb }),
      result: (stopId: string) => ask('POST', `/api/counters/stops/${stopId}/result`, { as, body: {} }),
    }
  }
  return aWindow
}

export interface AVisit {
  readonly person: APerson
  readonly visitId: string
}

export const HOSPITAL = 31
let staffId = 9100

async function aHospital(owner: Db): Promise<void> {
  await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
    values (${HOSPITAL}, 'H31', 'tertiary-hospital', '临溪市第三医院', 'Linxi Third Hospital', '三院', 1, '河滨路 1 号', 121, 31)`.execute(owner)
  await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code) values (${HOSPITAL}, 1, '本部', '河滨路 1 号', 121, 31, 'C31')`.execute(owner)
  for (const [id, name, nameEn, building] of [[1, '心血管内科', 'Cardiology', '门诊楼'], [2, '检验科', 'Laboratory', '医技楼'], [3, '超声科', 'Ultrasound', '医技楼']] as const) {
    await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin, building, floor)
      values (${HOSPITAL}, ${id}, 1, ${name}, ${nameEn}, '', ${building}, ${`${id}楼`})`.execute(owner)
  }
  await sql`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title, room)
    values (${HOSPITAL}, ${DOCTOR}, 1, '沈若云', 'Shen Ruoyun', '', 'female', 'chief', '5诊室')`.execute(owner)
  await sql`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code) values (${HOSPITAL}, 1, 1, ${DOCTOR}, 'expert', '专家门诊', 'Expert clinic', 'G0001')`.execute(owner)
  for (const [code, kind, name, department] of PRICES) {
    await sql`insert into directory.price (institution_id, code, valid_from, kind, name, unit, price_cents, insurance_share_bp, department_id)
      values (${HOSPITAL}, ${code}, '2026-01-01', ${kind}, ${name}, '次', 2000, 0, ${department})`.execute(owner)
  }
  for (const [id, kind, name, department, result, joins] of [[1, 'laboratory', '采血室', 2, 60, 'automatic'], [2, 'pharmacy', '门诊药房', null, null, 'automatic']] as const) {
    await sql`insert into counters.station (institution_id, id, kind, name, department_id, building, floor, places, result_after_minutes, joins)
      values (${HOSPITAL}, ${id}, ${kind}, ${name}, ${department}, '门诊楼', '1楼', 20, ${result}, ${joins})`.execute(owner)
  }
}
