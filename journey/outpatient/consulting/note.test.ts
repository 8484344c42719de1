import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { newId } from '#platform/database/index.ts'
import { aHospital, anAppointment, aPerson, asked, auditOf, codeOf, ELSEWHERE, eventsOf, patient, runner, staff } from './arrange.ts'
import type { NoteSave } from './contract.ts'
import { deskOf, finishVisit, openVisit, reopenVisit, saveNote } from './index.ts'

const { db, owner } = await aHospital()
const run = runner(db)
const doctor = staff(11)

const text = (over: Partial<NoteSave> = {}): NoteSave => ({
  revision: 0, complaint: '活动后胸闷 2 周', history: '', examination: '', assessment: '', plan: '', advice: '药不要自己停',
  diagnoses: [{ code: 'I20.8', name: '稳定型心绞痛' }], ...over,
})

/** A visit that this doctor has begun. */
async function anOpenVisit() {
  const personId = await aPerson(owner)
  const visitId = await anAppointment(owner, personId)
  await run(asked(doctor), (tx, context) => openVisit(tx, context, visitId))
  return { personId, visitId }
}

const save = (visitId: string, input: NoteSave, actor = doctor) => run(asked(actor), (tx, context) => saveNote(tx, context, visitId, input))
const finish = (visitId: string, revision: number, minutes = 10) => run(asked(doctor, minutes), (tx, context) => finishVisit(tx, context, visitId, revision))
const desk = (visitId: string, actor = doctor) => run(asked(actor), (tx, context) => deskOf(tx, context, visitId))

describe('O5: a visit begins', () => {
  test('with an empty note, an event and an audit row, once, however often it is opened and from however many screens', async () => {
    const personId = await aPerson(owner)
    const visitId = await anAppointment(owner, personId)
    await Promise.all([1, 2, 3].map(() => run(asked(doctor), (tx, context) => openVisit(tx, context, visitId))))
    expect(await eventsOf(owner, visitId)).toEqual(['consulting.visit-started.v1'])
    expect(await auditOf(owner, personId)).toEqual(['consulting.open-visit'])
    const { note, visit, patient: person, mayWrite } = await desk(visitId)
    expect(note).toMatchObject({ version: 1, revision: 0, state: 'draft', complaint: '' })
    expect(visit).toMatchObject({ state: 'open', practitionerName: '沈若云', departmentName: '心血管内科' })
    expect(person).toMatchObject({ name: '周桂兰', age: 72 })
    expect(mayWrite).toBe(true)
  })

  test('not before the patient has checked in, and nothing is left behind', async () => {
    const visitId = await anAppointment(owner, await aPerson(owner), { status: 'booked' })
    expect(await codeOf(run(asked(doctor), (tx, context) => openVisit(tx, context, visitId)))).toBe('consulting.not-arrived')
    expect(await eventsOf(owner, visitId)).toEqual([])
    const { rows } = await sql`select from consulting.note where visit_id = ${visitId}`.execute(owner)
    expect(rows).toEqual([])
  })

  test('only by a physician of the department, and only at the hospital it belongs to', async () => {
    const visitId = await anAppointment(owner, await aPerson(owner))
    const open = (actor: ReturnType<typeof staff>) => codeOf(run(asked(actor), (tx, context) => openVisit(tx, context, visitId)))
    expect(await open(staff(21))).toBe('consulting.not-this-desk')
    expect(await open(staff(11, { roles: ['nurse'] }))).toBe('consulting.not-this-desk')
    expect(await open(staff(11, { institutionId: ELSEWHERE }))).toBe('consulting.visit-not-found')
    expect(await open(staff(12))).toBe('done')
  })

  test('a visit nobody knows is not found', async () => {
    expect(await codeOf(run(asked(doctor), (tx, context) => openVisit(tx, context, newId())))).toBe('consulting.visit-not-found')
  })
})

describe('O5: the draft of a note', () => {
  test('keeps the six parts and the diagnoses, the first of them as the main one', async () => {
    const { visitId, personId } = await anOpenVisit()
    await save(visitId, text({ diagnoses: [{ code: 'I20.8', name: '稳定型心绞痛' }, { code: 'I10', name: '原发性高血压' }] }))
    await save(visitId, text({ revision: 1, plan: '四周后复诊', diagnoses: [{ code: 'I10', name: '原发性高血压' }, { code: 'I20.8', name: '稳定型心绞痛' }] }))
    const { note } = await desk(visitId)
    expect(note).toMatchObject({ revision: 2, plan: '四周后复诊', complaint: '活动后胸闷 2 周' })
    expect(note.diagnoses).toEqual([
      { edition: 'test', code: 'I10', name: '原发性高血压', nameEn: 'Hypertension', main: true }, { edition: 'test', code: 'I20.8', name: '稳定型心绞痛', nameEn: '', main: false },
    ])
    expect((await auditOf(owner, personId)).filter((action) => action === 'consulting.save-note')).toHaveLength(2)
  })

  test('of ten saves over the same revision exactly one is kept, and the others are told', async () => {
    const { visitId } = await anOpenVisit()
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => codeOf(save(visitId, text({ complaint: `第 ${i} 页` })))))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'consulting.note-changed')).toHaveLength(9)
    expect((await desk(visitId)).note.complaint).toBe(`第 ${outcomes.indexOf('done')} 页`)
  })

  test('a refused diagnosis leaves text and diagnoses as they were', async () => {
    const { visitId } = await anOpenVisit()
    await save(visitId, text())
    expect(await codeOf(save(visitId, text({ revision: 1, complaint: '改', diagnoses: [{ code: 'Z99', name: '没有的' }] })))).toBe('consulting.diagnosis-unknown')
    const twice = [{ code: 'I10', name: '原发性高血压' }, { code: 'I10', name: '原发性高血压' }]
    expect(await codeOf(save(visitId, text({ revision: 1, complaint: '改', diagnoses: twice })))).toBe('consulting.diagnosis-twice')
    expect((await desk(visitId)).note).toMatchObject({ revision: 1, complaint: '活动后胸闷 2 周', diagnoses: [{ code: 'I20.8' }] })
  })

  test('a nurse reads it and may not write; other departments may not write; other hospitals see nothing', async () => {
    const { visitId } = await anOpenVisit()
    await save(visitId, text())
    const nurse = staff(30, { roles: ['nurse'] })
    expect((await desk(visitId, nurse)).mayWrite).toBe(false)
    expect(await codeOf(save(visitId, text({ revision: 1 }), nurse))).toBe('consulting.not-this-desk')
    expect(await codeOf(save(visitId, text({ revision: 1 }), staff(21)))).toBe('consulting.not-this-desk')
    expect(await codeOf(desk(visitId, staff(30, { roles: ['cashier'] })))).toBe('consulting.visit-not-found')
    expect(await codeOf(desk(visitId, staff(11, { institutionId: ELSEWHERE })))).toBe('consulting.visit-not-found')
  })
})

describe('O5: a signed note', () => {
  test('is final for the application and for the database; a correction is a new version with its reason', async () => {
    const { visitId, personId } = await anOpenVisit()
    await save(visitId, text())
    await finish(visitId, 1)
    expect(await codeOf(save(visitId, text({ revision: 1 })))).toBe('consulting.visit-finished')
    await expect(sql`update consulting.note set plan = '改' where visit_id = ${visitId}`.execute(owner)).rejects.toMatchObject({ constraint: 'note_signed_is_final' })
    await expect(sql`delete from consulting.note_diagnosis where visit_id = ${visitId}`.execute(owner)).rejects.toMatchObject({ constraint: 'note_signed_is_final' })

    await run(asked(doctor, 60), (tx, context) => reopenVisit(tx, context, visitId, '漏写了血压'))
    const reopened = await desk(visitId)
    expect(reopened.note).toMatchObject({ version: 2, state: 'draft', reason: '漏写了血压', complaint: '活动后胸闷 2 周', diagnoses: [{ code: 'I20.8', main: true }] })
    await save(visitId, text({ revision: reopened.note.revision, examination: '血压 148/86' }))
    await finish(visitId, reopened.note.revision + 1, 70)
    const { note, earlierVersions } = await desk(visitId)
    expect(note).toMatchObject({ version: 2, state: 'signed', examination: '血压 148/86', signedByName: '沈若云' })
    expect(earlierVersions).toMatchObject([{ version: 1, state: 'signed', examination: '' }])
    expect(await eventsOf(owner, visitId)).toEqual([
      'consulting.visit-started.v1', 'consulting.visit-finished.v1', 'consulting.visit-reopened.v1', 'consulting.visit-finished.v1',
    ])
    expect(await auditOf(owner, personId)).toContain('consulting.reopen-visit')
  })

  test('is reopened once when two try, within the hours of the rule, and not while it is open', async () => {
    const { visitId } = await anOpenVisit()
    const reopen = (minutes: number) => codeOf(run(asked(doctor, minutes), (tx, context) => reopenVisit(tx, context, visitId, '更正')))
    expect(await reopen(5)).toBe('consulting.visit-open')
    await save(visitId, text())
    await finish(visitId, 1)
    expect(await reopen(10 + 24 * 60 + 1)).toBe('consulting.reopen-too-late')
    expect((await Promise.all([reopen(20), reopen(20)])).sort()).toEqual(['consulting.visit-open', 'done'])
  })
})

describe('O5: row-level security stands behind the application', () => {
  test('a patient reads only what was signed, another hospital and an unknown asker nothing, and a patient never writes', async () => {
    const { visitId, personId } = await anOpenVisit()
    await save(visitId, text())
    const seen = (actor: Parameters<typeof asked>[0]) => run(asked(actor), async (tx) => {
      const counts = await sql<{ notes: number; diagnoses: number; visits: number }>`select
        (select count(*) from consulting.note where visit_id = ${visitId}) as notes,
        (select count(*) from consulting.note_diagnosis where visit_id = ${visitId}) as diagnoses,
        (select count(*) from consulting.visit where visit_id = ${visitId}) as visits`.execute(tx)
      return counts.rows[0]
    })
    expect(await seen(patient(personId))).toEqual({ notes: 0, diagnoses: 0, visits: 1 })
    await finish(visitId, 1)
    expect(await seen(patient(personId))).toEqual({ notes: 1, diagnoses: 1, visits: 1 })
    const nothing = { notes: 0, diagnoses: 0, visits: 0 }
    expect(await seen(patient(newId()))).toEqual(nothing)
    expect(await seen(staff(11, { institutionId: ELSEWHERE }))).toEqual(nothing)
    expect(await seen({ kind: 'anonymous' })).toEqual(nothing)
    const { numAffectedRows } = await run(asked(patient(personId)), (tx) => sql`update consulting.visit set state = 'open' where visit_id = ${visitId}`.execute(tx))
    expect(numAffectedRows).toBe(0n)
  })
})
