import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { aFreePeriod, aHospital, anAppointment, aPerson, asked, auditOf, codeOf, ELSEWHERE, HOME, patient, runner, staff } from './arrange.ts'
import { deskOf, openVisit } from './index.ts'
import { bookRevisit } from './operations/book-revisit.ts'
import { recordOf } from './queries/records.ts'

const { db, owner } = await aHospital()
const run = runner(db)
const doctor = staff(11)

async function anOpenVisit() {
  const personId = await aPerson(owner)
  const visitId = await anAppointment(owner, personId)
  await run(asked(doctor), (tx, context) => openVisit(tx, context, visitId))
  return { personId, visitId }
}

const revisit = (visitId: string, periodId: number, actor = doctor) => run(asked(actor), (tx, context) => bookRevisit(tx, context, visitId, { periodId }))
const booked = async (visitId: string) => {
  const { rows } = await sql<{ id: string; status: string }>`select id, status from booking.appointment where revisit_of = ${visitId}`.execute(owner)
  return rows
}

describe('O5: the return visit is booked before the patient leaves the room', () => {
  test('it is the patient\'s appointment, and desk and record show its time', async () => {
    const { visitId, personId } = await anOpenVisit()
    const made = await revisit(visitId, await aFreePeriod(owner, 2))
    expect(await booked(visitId)).toEqual([{ id: made.appointmentId, status: 'booked' }])
    const desk = await run(asked(doctor), (tx, context) => deskOf(tx, context, visitId))
    expect(desk.revisit?.appointmentId).toBe(made.appointmentId)
    expect(Date.parse(desk.revisit!.startsAt)).toBe(Date.parse('2026-03-24T09:00:00+08:00'))
    const record = await run(asked(patient(personId)), (tx, context) => recordOf(tx, context, HOME, visitId))
    expect(record.revisit?.appointmentId).toBe(made.appointmentId)
    expect(await auditOf(owner, personId)).toContain('consulting.book-revisit')
  })

  test('of five presses one books, and the others hear that it is booked', async () => {
    const { visitId } = await anOpenVisit()
    const periodId = await aFreePeriod(owner, 9)
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => codeOf(revisit(visitId, periodId))))
    expect(outcomes.sort()).toEqual([...Array<string>(4).fill('consulting.revisit-booked'), 'done'])
    expect(await booked(visitId)).toHaveLength(1)
  })

  test('a full time is refused in the words of booking, and nothing is left behind', async () => {
    const [first, second] = [await anOpenVisit(), await anOpenVisit()]
    const periodId = await aFreePeriod(owner, 1)
    await revisit(first.visitId, periodId)
    expect(await codeOf(revisit(second.visitId, periodId))).toMatch(/^booking\./)
    expect(await booked(second.visitId)).toEqual([])
    expect((await run(asked(doctor), (tx, context) => deskOf(tx, context, second.visitId))).revisit).toBeNull()
    expect(await codeOf(revisit(second.visitId, await aFreePeriod(owner, 1)))).toBe('done')
  })

  test('only a physician of the department books it, and a cancelled one no longer stands', async () => {
    const { visitId } = await anOpenVisit()
    const periodId = await aFreePeriod(owner, 3)
    expect(await codeOf(revisit(visitId, periodId, staff(21)))).toBe('consulting.not-this-desk')
    expect(await codeOf(revisit(visitId, periodId, staff(11, { institutionId: ELSEWHERE })))).toBe('consulting.visit-not-found')
    const made = await revisit(visitId, periodId)
    await sql`update booking.appointment set status = 'cancelled' where id = ${made.appointmentId}`.execute(owner)
    expect((await run(asked(doctor), (tx, context) => deskOf(tx, context, visitId))).revisit).toBeNull()
  })
})

describe('P1 in the visit the physician books another department, with the reason and the patient\'s consent', () => {
  const refer = (visitId: string, periodId: number, more: object = {}) =>
    run(asked(doctor), (tx, context) => bookRevisit(tx, context, visitId, { periodId, kind: 'cross-department', reason: '视物模糊，请眼科看眼底', consent: true, ...more }))

  test('it stands beside the return visit, and the patient reads who booked it and why', async () => {
    const { visitId } = await anOpenVisit()
    const made = await refer(visitId, await aFreePeriod(owner, 2))
    const desk = await run(asked(doctor), (tx, context) => deskOf(tx, context, visitId))
    expect(desk.revisit).toBeNull()
    expect(desk.referrals).toMatchObject([{ appointmentId: made.appointmentId, reason: '视物模糊，请眼科看眼底' }])
    const { rows } = await sql`select kind, referring_visit as visit, consented_at is not null as agreed from booking.origin where id = ${made.appointmentId}`.execute(owner)
    expect(rows).toEqual([{ kind: 'cross-department', visit: visitId, agreed: true }])
  })

  test('without a reason or without consent nothing is booked', async () => {
    const { visitId } = await anOpenVisit()
    const periodId = await aFreePeriod(owner, 2)
    await expect(refer(visitId, periodId, { reason: '' })).rejects.toThrow()
    await expect(refer(visitId, periodId, { consent: false })).rejects.toThrow()
    expect((await run(asked(doctor), (tx, context) => deskOf(tx, context, visitId))).referrals).toEqual([])
  })

  test('a return visit says in its origin that it is one', async () => {
    const { visitId } = await anOpenVisit()
    const made = await revisit(visitId, await aFreePeriod(owner, 2))
    const { rows } = await sql`select kind, referring_visit as visit from booking.origin where id = ${made.appointmentId}`.execute(owner)
    expect(rows).toEqual([{ kind: 'revisit', visit: visitId }])
  })
})
