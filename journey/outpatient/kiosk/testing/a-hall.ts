import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { module as capacity } from '#engines/capacity/server.ts'
import { module as queue } from '#engines/queue/server.ts'
import { module as arrival } from '#journey/outpatient/arrival/server.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { enterAtDesk } from '#journey/throughout/people/index.ts'
import type { Actor, Context, InstitutionId, PersonId } from '#platform/context/context.ts'
import { type Db, inTransaction, newId } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { AwayEntry, ExpectedList } from '../contract.ts'
import { issuePass } from '../pass.ts'
import { module } from '../server.ts'
import { makeEntry } from './make-entry.ts'

export const NINE = new Date('2026-03-17T09:00:00+08:00')
export const CENTRAL = 1
const SHEN = 11

async function aClinic(owner: Db): Promise<void> {
  await sql`insert into directory.district (id, name, name_en) values (1, '临溪区', 'Linxi')`.execute(owner)
  for (const id of [CENTRAL, 2]) {
    await sql`insert into directory.institution (institution_id, code, kind, name, name_en, short_name, district_id, address, longitude, latitude)
      values (${id}, ${`H${id}`}, 'tertiary-hospital', '临溪市中心医院', 'Linxi Central Hospital', '中心', 1, '东大街 1 号', 121.47, 31.23)`.execute(owner)
    await sql`insert into directory.campus (institution_id, id, name, address, longitude, latitude, check_in_code) values (${id}, 1, '本部', '东大街 1 号', 121.47, 31.23, ${`LX-${id}`})`.execute(owner)
    await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin, building, floor, zone) values (${id}, 5, 1, '心血管内科', 'Cardiology', 'xnk', '门诊楼', '3 层', 'B 区')`.execute(owner)
    await sql`insert into directory.practitioner (institution_id, id, department_id, name, name_en, pinyin, sex, title, room) values (${id}, ${SHEN}, 5, '沈若云', 'Shen Ruoyun', 'sry', 'female', 'chief', '5诊室')`.execute(owner)
    await sql`insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code) values (${id}, 21, 5, ${SHEN}, 'expert', '专家门诊', 'Expert clinic', 'F1')`.execute(owner)
  }
}

/** A hospital with one clinic, machines in its hall, and people who are booked this morning. */
export async function aHall() {
  const database = await testDatabase()
  const { db, owner } = database
  const server = await testServer([capacity, queue, booking, arrival, module], database, { now: NINE })
  const minutes = (count: number) => new Date(NINE.getTime() + count * 60_000)
  await aClinic(owner)
  const staff = (institutionId: number, ...roles: string[]): Actor => ({ kind: 'staff', accountId: '019d0000-0000-7000-8000-00000000000' + String(institutionId), staffId: SHEN, institutionId: institutionId as InstitutionId, roles })
  const patient = (personId: string): Actor => ({ kind: 'patient', accountId: personId, personId: personId as PersonId, mayActFor: [personId as PersonId] })
  const nurse = staff(CENTRAL, 'nurse')

  let births = 0
  async function aPerson({ phone = '' } = {}) {
    const body = `990101${19600101 + Math.floor(births / 900)}${String((births++ % 900) + 1).padStart(3, '0')}`
    const sum = [...body].reduce((total, digit, i) => total + Number(digit) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][i]!, 0)
    const number = body + '10X98765432'[sum % 11]
    const context: Context = { actor: nurse, institutionId: CENTRAL as InstitutionId, purpose: 'test', now: NINE, requestId: 'test', channel: 'desk' }
    const { personId } = await inTransaction(db, context, (tx) => enterAtDesk(tx, context, { name: '李长庚', document: { kind: 'resident-id', number }, insuranceKind: 'self-pay', ...(phone ? { phone } : {}) }))
    return { personId, number }
  }

  async function anAppointment({ personId = '', number = '', startsIn = 30, status = 'booked' } = {}) {
    const person = personId ? { personId, number } : await aPerson()
    const id = newId()
    await sql`insert into booking.appointment (institution_id, id, person_id, booked_by, channel, session_id, period_id, pool, service_id, department_id,
        practitioner_id, day, starts_at, ends_at, room, fee_code, fee_cents, status, cancel_by, created_at)
      values (${CENTRAL}, ${id}, ${person.personId}, 'test', 'web', 1, 1, 'public', 21, 5, ${SHEN}, (${minutes(startsIn)}::timestamptz at time zone 'Asia/Shanghai')::date,
        ${minutes(startsIn)}, ${minutes(startsIn + 10)}, '', 'F1', 5000, ${status}, ${NINE}, ${NINE})`.execute(owner)
    return { ...person, visitId: id }
  }
  type Appointed = Awaited<ReturnType<typeof anAppointment>>

  const byPhone = ({ personId, visitId }: Pick<Appointed, 'personId' | 'visitId'>) =>
    server.request('POST', '/api/arrival/check-ins', { as: patient(personId), body: { institutionId: CENTRAL, appointmentId: visitId, proof: { by: 'campus-code', code: 'LX-1' } } })
  const count = async (table: 'arrival.visit' | 'queue.ticket', visitId: string) => {
    const { rows } = await (table === 'arrival.visit' ? sql<{ n: number }>`select count(*)::integer as n from arrival.visit where id = ${visitId}` : sql<{ n: number }>`select count(*)::integer as n from queue.ticket where visit_id = ${visitId}`).execute(owner)
    return rows[0]!.n
  }

  /** A machine of this hall, with its own clock and stopwatch; what it takes alone it keeps until it is told to send. */
  function aMachine(name: string, institutionId = CENTRAL) {
    const headers = { 'x-kiosk-pass': issuePass(institutionId, name, NINE) }
    const ask = <T = any>(method: string, path: string, body?: object, session?: string) => // oxlint-disable-line typescript/no-explicit-any -- a test reads whatever came
      server.request<T>(method, `/api/kiosk/${path}`, { headers: { ...headers, ...(session ? { 'x-kiosk-session': session } : {}) }, ...(body ? { body } : {}) })
    const run = randomUUID()
    let seq = 0
    let list: ExpectedList | undefined
    return {
      name, ask, run,
      prepare: async () => (list = (await ask<ExpectedList>('POST', 'expected')).body),
      /** Somebody shows a document at this minute of the morning; `clockOff`: how wrong the machine's clock is. */
      take: ({ number, visitId = null }: { number: string; visitId?: string | null }, minute: number, { clockOff = 0, walkIn = null as AwayEntry['walkIn'] } = {}): AwayEntry => {
        seq += 1
        return makeEntry(list!, {
          id: randomUUID(), paper: `A${/\d+/.exec(name)?.[0] ?? 1}-${seq}`, seq, takenAt: minutes(minute + clockOff).toISOString(), run, runMs: Math.round(minute * 60_000), visitId, walkIn, document: { kind: 'resident-id', number },
        })
      },
      send: (entries: readonly AwayEntry[], minute: number) => ask<{ answers: { id: string; answer: string; label: string }[] }>('POST', 'away', { run, runMs: Math.round(minute * 60_000), entries }),
      identify: async (number: string) => (await ask('POST', 'identify', { by: 'document', document: { kind: 'resident-id', number } })).body.persons[0] as { session: string; nameMasked: string },
    }
  }

  return { db, owner, url: database.url, server, minutes, at: (minute: number) => server.clock.set(minutes(minute)), nurse, staff, patient, aPerson, anAppointment, byPhone, aMachine, visitsOf: (id: string) => count('arrival.visit', id), ticketsOf: (id: string) => count('queue.ticket', id) }
}
