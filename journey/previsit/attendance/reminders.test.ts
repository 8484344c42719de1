import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { cancelAppointment, moveAppointment } from '#journey/previsit/booking/index.ts'
import { type Db, inTransaction } from '#platform/database/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { remindNext } from './operations/remind.ts'
import { module } from './server.ts'
import { aClinic, asSystem, book, localTime, messages, MONDAY, patient, somebody } from './testing/a-day.ts'

const database = await testDatabase()
const { db, owner } = database
const FRIDAY = '2026-11-20'
const THURSDAY = localTime('2026-11-19', '10:00')
const server = await testServer([booking, module], database, { now: THURSDAY })
const { publicUrl } = server.services.config

/** What the worker's task does, until nothing is due. */
async function remindAt(at: Date, through: Db = db): Promise<void> {
  while (await inTransaction(through, asSystem(at), (tx) => remindNext(tx, asSystem(at), publicUrl)));
}
const reminders = async () => (await sql<{ mark: string; outcome: string; appointmentId: string }>`select mark, outcome, appointment_id as "appointmentId" from attendance.reminder order by made_at, starts_at`.execute(owner)).rows
const asPerson = (personId: string, at: Date) => ({ ...asSystem(at), actor: patient(personId) })

beforeEach(async () => {
  await sql`truncate attendance.watch, attendance.reminder, attendance.call, attendance.confirmation`.execute(owner)
  await sql`delete from messaging.message`.execute(owner)
})

/** Booked on Thursday for Monday 10:00, and whoever keeps an eye on it knows. */
async function aVisit(options: { from?: string; phone?: boolean; birthDate?: string; at?: Date } = {}) {
  const clinic = await aClinic(owner, { from: options.from ?? '10:00', day: MONDAY })
  const personId = await somebody(owner, options)
  const id = await book(db, { personId, periodId: clinic.periodIds[0]!, at: options.at ?? THURSDAY })
  await server.runReactions()
  return { id, personId, clinic }
}

describe('reminders of a visit (P1)', () => {
  test('go out three days, one day and two hours before, each once', async () => {
    await aVisit()
    await remindAt(localTime(FRIDAY, '09:59'))
    expect(await messages(owner)).toEqual([])
    for (const time of ['10:00', '10:01', '18:00']) await remindAt(localTime(FRIDAY, time))
    await remindAt(localTime('2026-11-22', '10:05'))
    await remindAt(localTime(MONDAY, '08:00'))
    await remindAt(localTime(MONDAY, '09:00'))
    expect((await messages(owner)).map(({ template }) => template)).toEqual(['visit-reminder-72h', 'visit-reminder-24h', 'visit-reminder-2h'])
    expect((await messages(owner))[0]!.params.slice(0, 4)).toEqual(['周*兰', '11-23 10:00', '第1医院', '心血管内科'])
  })

  test('do not go out for a mark that had passed when the time was booked', async () => {
    await aVisit({ at: localTime('2026-11-21', '12:00') })
    await remindAt(localTime('2026-11-22', '10:00'))
    expect((await reminders()).map(({ mark }) => mark)).toEqual(['24h'])
  })

  test('wait until seven in the morning, and never ring at night', async () => {
    await aVisit({ from: '08:00' })
    await remindAt(localTime(MONDAY, '06:30'))
    expect((await messages(owner)).filter(({ template }) => template.endsWith('2h'))).toEqual([])
    await remindAt(localTime(MONDAY, '07:00'))
    expect((await messages(owner)).map(({ template }) => template)).toEqual(['visit-reminder-2h'])
  })

  test('about two times of one person are one message with one link', async () => {
    const first = await aVisit()
    const other = await aClinic(owner, { from: '10:30', day: MONDAY })
    // Another day at the first department would be refused by the limit of one a day there: this is a test of messages.
    await sql`insert into directory.department (institution_id, id, campus_id, name, name_en, pinyin) values (1, 2, 1, '眼科', 'Eyes', 'yk') on conflict do nothing`.execute(owner)
    await sql`update directory.service set department_id = 2 where institution_id = 1 and id = ${other.serviceId}`.execute(owner)
    await book(db, { personId: first.personId, periodId: other.periodIds[0]!, at: THURSDAY })
    await server.runReactions()
    await remindAt(localTime(FRIDAY, '10:00'))
    await remindAt(localTime(FRIDAY, '10:30'))
    const sent = await messages(owner)
    expect(sent).toHaveLength(1)
    expect(sent[0]!.params.slice(1, 4)).toEqual(['11-23 10:00, 10:30', '第1医院', '心血管内科、眼科'])
    expect(await reminders()).toHaveLength(2)
  })

  test('do not go out for a time that was given back, and begin anew for one that was moved', async () => {
    const gone = await aVisit()
    await inTransaction(db, asPerson(gone.personId, THURSDAY), (tx) => cancelAppointment(tx, asPerson(gone.personId, THURSDAY), { institutionId: 1, id: gone.id, reason: '' }))
    await remindAt(localTime(FRIDAY, '10:00')) // before the reaction ran: the appointment itself is asked
    expect(await messages(owner)).toEqual([])
    const moved = await aVisit()
    await remindAt(localTime(FRIDAY, '10:00'))
    const later = localTime(FRIDAY, '12:00')
    await inTransaction(db, asPerson(moved.personId, later), (tx) => moveAppointment(tx, asPerson(moved.personId, later), { institutionId: 1, id: moved.id, periodId: moved.clinic.periodIds[2]!, pool: 'public' }))
    await server.runReactions()
    await remindAt(localTime('2026-11-22', '10:30'))
    expect((await messages(owner)).map(({ params }) => params[1])).toEqual(['11-23 10:00', '11-23 10:30'])
  })

  test('that are late by too much are left out, and the next mark still comes', async () => {
    await aVisit()
    await remindAt(localTime('2026-11-21', '10:01')) // a day late: worse than nothing
    expect(await messages(owner)).toEqual([])
    await remindAt(localTime('2026-11-22', '10:00'))
    expect((await messages(owner)).map(({ template, notAfter }) => [template, notAfter])).toEqual([['visit-reminder-24h', localTime('2026-11-22', '20:00')]])
  })

  test('speak plainly to older people, and ask a nurse to ring whoever has no phone', async () => {
    await aVisit({ birthDate: '1950-03-01' })
    const silent = await aVisit({ phone: false })
    await remindAt(localTime(FRIDAY, '10:00'))
    expect((await messages(owner)).map(({ template }) => template)).toEqual(['visit-reminder-elder'])
    const { rows } = await sql`select appointment_id, reason from attendance.call`.execute(owner)
    expect(rows).toEqual([{ appointment_id: silent.id, reason: 'no-phone' }])
  })

  test('are one of each however many workers look at the same moment', async () => {
    for (let i = 0; i < 12; i++) await aVisit()
    await Promise.all(Array.from({ length: 6 }, () => remindAt(localTime(FRIDAY, '10:00'))))
    expect(await messages(owner)).toHaveLength(12)
    expect(await reminders()).toHaveLength(12)
  })

  test('are neither lost nor doubled when the worker dies in the middle', async () => {
    await aVisit()
    const at = asSystem(localTime(FRIDAY, '10:00'))
    await expect(inTransaction(db, at, async (tx) => {
      await remindNext(tx, at, publicUrl)
      throw new Error('the power went')
    })).rejects.toThrow('the power went')
    expect(await messages(owner)).toEqual([])
    await remindAt(at.now)
    // Even if the mark were served again by mistake, the row of the mark says that it was.
    await sql`update attendance.watch set next_mark = '72h', next_due_at = ${at.now}`.execute(owner)
    await remindAt(at.now)
    expect(await messages(owner)).toHaveLength(1)
  })

  /** Other visits of the same person, on the days between. */
  async function missedMeanwhile(personId: string): Promise<void> {
    for (const day of [FRIDAY, '2026-11-21']) {
      const clinic = await aClinic(owner, { from: '10:00', day })
      const id = await book(db, { personId, periodId: clinic.periodIds[0]!, at: THURSDAY })
      await sql`update booking.appointment set status = 'no-show' where id = ${id}`.execute(owner)
    }
  }
  const likely = async (id: string) => (await sql<{ likely: number }>`select likely from attendance.watch where appointment_id = ${id}`.execute(owner)).rows[0]!.likely

  test('what became of other visits since it was booked is known when the mark comes, and counts', async () => {
    const { id, personId } = await aVisit()
    const before = await likely(id)
    await remindAt(localTime(FRIDAY, '10:00'))
    expect(await likely(id)).toBeCloseTo(before, 6)
    await missedMeanwhile(personId)
    await remindAt(localTime('2026-11-22', '10:00'))
    expect(await likely(id)).toBeGreaterThan(1.5 * before)
  })

  test('a likely miss that has not answered gets a call as well; whoever confirmed, or kept other visits, does not', async () => {
    const [risky, sure, usual] = [await aVisit(), await aVisit(), await aVisit()]
    for (const { personId } of [risky, sure]) await missedMeanwhile(personId)
    await sql`insert into attendance.confirmation select institution_id, appointment_id, person_id, starts_at, 'confirmed', 'link', now() from attendance.watch where appointment_id = ${sure.id}`.execute(owner)
    await remindAt(localTime('2026-11-22', '10:00'))
    const { rows } = await sql`select appointment_id, reason from attendance.call`.execute(owner)
    expect(rows).toEqual([{ appointment_id: risky.id, reason: 'please-call' }])
    expect(await likely(usual.id)).toBeLessThan(await likely(risky.id))
  })
})
