import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { aHospital, anAppointment, aPerson, asked, auditOf, codeOf, ELSEWHERE, eventsOf, HOME, patient, runner, staff } from './arrange.ts'
import type { ChosenDiagnosis } from './contract.ts'
import { finishVisit, openVisit, placeOrder, saveNote } from './index.ts'
import { recordOf, recordsOf } from './queries/records.ts'
import { todaysVisits } from './queries/todays-visits.ts'

const { db, owner } = await aHospital()
const run = runner(db)
const doctor = staff(11)
const hypertension: ChosenDiagnosis = { code: 'I10', name: '原发性高血压' }

async function aWrittenVisit({ complaint = '头晕 3 天', diagnoses = [hypertension], person = '' } = {}) {
  const personId = person || (await aPerson(owner))
  const visitId = await anAppointment(owner, personId)
  await run(asked(doctor), (tx, context) => openVisit(tx, context, visitId))
  const note = { revision: 0, complaint, history: '', examination: '', assessment: '', plan: '', advice: '每天量血压', diagnoses }
  await run(asked(doctor), (tx, context) => saveNote(tx, context, visitId, note))
  return { personId, visitId }
}

const finish = (visitId: string, revision = 1, actor = doctor) => run(asked(actor, 9), (tx, context) => finishVisit(tx, context, visitId, revision))
const statusOf = async (visitId: string) => {
  const { rows } = await sql<{ status: string; state: string; note: string }>`select a.status, v.state, n.state as note
    from booking.appointment a join consulting.visit v on v.visit_id = a.id join consulting.note n on n.visit_id = a.id where a.id = ${visitId}`.execute(owner)
  return rows[0]
}

describe('O5: sign and finish', () => {
  test('signs the note, keeps the appointment as kept, announces it and leaves an audit row', async () => {
    const { visitId, personId } = await aWrittenVisit()
    await finish(visitId)
    expect(await statusOf(visitId)).toEqual({ status: 'fulfilled', state: 'finished', note: 'signed' })
    expect(await eventsOf(owner, visitId)).toEqual(['consulting.visit-started.v1', 'consulting.visit-finished.v1'])
    expect(await auditOf(owner, personId)).toContain('consulting.finish-visit')
  })

  test('of six who press at once exactly one signs, and the others hear that it is finished', async () => {
    const { visitId } = await aWrittenVisit()
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => codeOf(finish(visitId))))
    expect(outcomes.sort()).toEqual([...Array<string>(5).fill('consulting.visit-finished'), 'done'])
    expect((await eventsOf(owner, visitId)).filter((type) => type === 'consulting.visit-finished.v1')).toHaveLength(1)
  })

  test('never signs a text the physician has not seen', async () => {
    const { visitId } = await aWrittenVisit()
    expect(await codeOf(finish(visitId, 0))).toBe('consulting.note-changed')
    expect(await statusOf(visitId)).toEqual({ status: 'arrived', state: 'open', note: 'draft' })
  })

  test('needs a complaint and a diagnosis, and leaves everything open without them', async () => {
    const withoutWords = await aWrittenVisit({ complaint: '  ' })
    const withoutDiagnosis = await aWrittenVisit({ diagnoses: [] })
    expect(await codeOf(finish(withoutWords.visitId))).toBe('consulting.note-incomplete')
    expect(await codeOf(finish(withoutDiagnosis.visitId))).toBe('consulting.note-incomplete')
    expect(await statusOf(withoutDiagnosis.visitId)).toEqual({ status: 'arrived', state: 'open', note: 'draft' })
    expect(await eventsOf(owner, withoutDiagnosis.visitId)).toEqual(['consulting.visit-started.v1'])
  })

  test('is refused to other departments, nurses and other hospitals', async () => {
    const { visitId } = await aWrittenVisit()
    expect(await codeOf(finish(visitId, 1, staff(21)))).toBe('consulting.not-this-desk')
    expect(await codeOf(finish(visitId, 1, staff(11, { roles: ['nurse'] })))).toBe('consulting.not-this-desk')
    expect(await codeOf(finish(visitId, 1, staff(11, { institutionId: ELSEWHERE })))).toBe('consulting.visit-not-found')
  })
})

describe('O5: afterwards the patient reads what was written', () => {
  test('nothing before it is signed, then the note, the diagnoses and the orders, and each reading is on record', async () => {
    const { visitId, personId } = await aWrittenVisit()
    await run(asked(doctor), (tx, context) => placeOrder(tx, context, visitId, { code: 'L001', quantity: 1 }))
    const read = () => run(asked(patient(personId), 20), (tx, context) => recordOf(tx, context, HOME, visitId))
    const list = () => run(asked(patient(personId), 20), (tx, context) => recordsOf(tx, context, personId))
    expect(await read()).toMatchObject({ note: null })
    expect(await list()).toEqual([])
    await finish(visitId)
    expect(await read()).toMatchObject({ note: { advice: '每天量血压', diagnoses: [{ name: '原发性高血压' }] }, orders: [{ name: '血脂四项' }], corrected: false })
    expect(await list()).toMatchObject([{ visitId, mainDiagnosis: '原发性高血压', mainDiagnosisEn: 'Hypertension', advice: '每天量血压' }])
    expect((await auditOf(owner, personId)).slice(-2)).toEqual(['consulting.read-record', 'consulting.read-records'])
  })

  test('a stranger, and staff at this door, get the same answer as for a record that never was', async () => {
    const { visitId, personId } = await aWrittenVisit()
    await finish(visitId)
    const stranger = patient(newId())
    expect(await codeOf(run(asked(stranger), (tx, context) => recordOf(tx, context, HOME, visitId)))).toBe('consulting.record-not-found')
    expect(await codeOf(run(asked(stranger), (tx, context) => recordOf(tx, context, HOME, newId())))).toBe('consulting.record-not-found')
    expect(await codeOf(run(asked(stranger), (tx, context) => recordsOf(tx, context, personId)))).toBe('consulting.record-not-found')
    expect(await codeOf(run(asked(doctor), (tx, context) => recordsOf(tx, context, personId)))).toBe('consulting.record-not-found')
  })

  test('somebody who may book for the patient reads nothing; somebody who may follow their care does', async () => {
    const { visitId, personId } = await aWrittenVisit()
    await finish(visitId)
    const proxyId = await aPerson(owner)
    const proxy = patient(proxyId, personId)
    const relate = (scope: string[]) => sql`insert into people.relation (person_id, proxy_id, kind, scope, status, asked_at, active_from)
      values (${personId}, ${proxyId}, 'child', ${scope}, 'active', now(), '2026-01-01')
      on conflict (person_id, proxy_id) do update set scope = excluded.scope`.execute(owner)
    const read = () => codeOf(run(asked(proxy), (tx, context) => recordOf(tx, context, HOME, visitId)))
    await relate(['book', 'pay'])
    expect(await read()).toBe('consulting.record-not-found')
    expect(await codeOf(run(asked(proxy), (tx, context) => recordsOf(tx, context, personId)))).toBe('consulting.record-not-found')
    await relate(['book', 'follow'])
    expect(await read()).toBe('done')
  })

  test('the doctor finds today\'s visits again, and only their own', async () => {
    const { visitId } = await aWrittenVisit()
    await finish(visitId)
    const mine = await run(asked(doctor, 30), todaysVisits)
    expect(mine.find((visit) => visit.visitId === visitId)).toMatchObject({ state: 'finished', name: '周桂兰', mainDiagnosis: '原发性高血压' })
    expect(await run(asked(staff(12), 30), todaysVisits)).toEqual([])
    expect(await run(asked(doctor, 24 * 60), todaysVisits)).toEqual([])
  })
})
