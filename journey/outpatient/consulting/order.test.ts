import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { billOf } from '#journey/throughout/billing/index.ts'
import { newId } from '#platform/database/index.ts'
import { aHospital, anAppointment, aPerson, asked, auditOf, codeOf, ELSEWHERE, eventsOf, HOME, runner, staff } from './arrange.ts'
import type { OrderRequest, VitalSigns } from './contract.ts'
import { cancelOrder, deskOf, finishVisit, openVisit, placeOrder, recordVitals, saveNote } from './index.ts'

const { db, owner } = await aHospital()
const run = runner(db)
const doctor = staff(11)

async function anOpenVisit({ allergies = [] as string[], person = '', minutes = 0 } = {}) {
  const personId = person || (await aPerson(owner, { allergies }))
  const visitId = await anAppointment(owner, personId)
  await run(asked(doctor, minutes), (tx, context) => openVisit(tx, context, visitId))
  return { personId, visitId }
}

const order = (visitId: string, request: OrderRequest, actor = doctor, minutes = 0) => run(asked(actor, minutes), (tx, context) => placeOrder(tx, context, visitId, request))
const cancel = (visitId: string, orderId: string) => run(asked(doctor), (tx, context) => cancelOrder(tx, context, visitId, orderId))
const bill = (visitId: string) => run(asked(doctor), (tx, context) => billOf(tx, context, HOME, visitId))
const desk = (visitId: string, minutes = 0) => run(asked(doctor, minutes), (tx, context) => deskOf(tx, context, visitId))
const amlodipine: OrderRequest = { code: 'D001', quantity: 2, dose: '1 片', frequency: 'qd', days: 28 }

describe('O5: an order', () => {
  test('stands on the visit\'s bill at the list price at once, with an event and an audit row', async () => {
    const { visitId, personId } = await anOpenVisit()
    const placed = await order(visitId, amlodipine)
    expect(placed).toMatchObject({ kind: 'drug', name: '氨氯地平片 5 mg', unitCents: 1400, totalCents: 2800, state: 'ordered', days: 28 })
    expect((await bill(visitId)).items).toMatchObject([{ source: 'order', code: 'D001', quantity: 2, totalCents: 2800 }])
    expect((await desk(visitId)).orders).toEqual([placed])
    expect(await eventsOf(owner, visitId)).toContain('consulting.order-placed.v1')
    expect(await auditOf(owner, personId)).toContain('consulting.place-order')
  })

  test('of eight presses at once the item is ordered once, and charged once', async () => {
    const { visitId } = await anOpenVisit()
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => codeOf(order(visitId, { code: 'L001', quantity: 1 }))))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'consulting.already-ordered')).toHaveLength(7)
    expect((await bill(visitId)).totalCents).toBe(6320)
  })

  test('is refused for what is not on the list, cannot be ordered, or lacks directions, and leaves nothing on the bill', async () => {
    const { visitId } = await anOpenVisit()
    expect(await codeOf(order(visitId, { code: 'X999', quantity: 1 }))).toBe('consulting.not-orderable')
    expect(await codeOf(order(visitId, { code: 'M001', quantity: 1 }))).toBe('consulting.not-orderable')
    expect(await codeOf(order(visitId, { code: 'G0001', quantity: 1 }))).toBe('consulting.not-orderable')
    expect(await codeOf(order(visitId, { code: 'D001', quantity: 1 }))).toBe('consulting.drug-needs-directions')
    expect(await codeOf(order(visitId, { code: 'L001', quantity: 1 }, staff(21)))).toBe('consulting.not-this-desk')
    expect(await codeOf(order(visitId, { code: 'L001', quantity: 1 }, staff(11, { institutionId: ELSEWHERE })))).toBe('consulting.visit-not-found')
    expect((await bill(visitId)).items).toEqual([])
    expect(await eventsOf(owner, visitId)).toEqual(['consulting.visit-started.v1'])
  })

  test('against a known allergy asks for a reason, and keeps it', async () => {
    const { visitId } = await anOpenVisit({ allergies: ['青霉素过敏'] })
    const amoxicillin: OrderRequest = { code: 'D002', quantity: 1, dose: '2 粒', frequency: 'tid', days: 5 }
    expect(await codeOf(order(visitId, amoxicillin))).toBe('consulting.allergy-conflict')
    expect((await desk(visitId)).patient.allergies).toEqual(['青霉素'])
    const placed = await order(visitId, { ...amoxicillin, allergyReason: '皮试阴性' })
    expect(placed.allergyReason).toBe('皮试阴性')
  })

  test('taken back leaves order and bill; of two who take it back one is told that it was gone', async () => {
    const { visitId, personId } = await anOpenVisit()
    const { id } = await order(visitId, { code: 'E001', quantity: 1 })
    expect((await Promise.all([codeOf(cancel(visitId, id)), codeOf(cancel(visitId, id))])).sort()).toEqual(['consulting.order-closed', 'done'])
    expect((await bill(visitId)).totalCents).toBe(0)
    expect((await desk(visitId)).orders).toEqual([])
    expect(await eventsOf(owner, visitId)).toContain('consulting.order-cancelled.v1')
    expect(await auditOf(owner, personId)).toContain('consulting.cancel-order')
    expect(await codeOf(order(visitId, { code: 'E001', quantity: 1 }))).toBe('done')
  })

  test('of another visit or of none is not found', async () => {
    const [one, other] = [await anOpenVisit(), await anOpenVisit()]
    const { id } = await order(one.visitId, { code: 'E001', quantity: 1 })
    expect(await codeOf(cancel(other.visitId, id))).toBe('consulting.order-not-found')
    expect(await codeOf(cancel(one.visitId, newId()))).toBe('consulting.order-not-found')
  })

  test('waits for nobody who finishes: either it stands before, or it is refused after, never in between', async () => {
    const { visitId } = await anOpenVisit()
    await run(asked(doctor), (tx, context) => saveNote(tx, context, visitId, {
      revision: 0, complaint: '胸闷', history: '', examination: '', assessment: '', plan: '', advice: '', diagnoses: [{ code: 'I10', name: '原发性高血压' }],
    }))
    const [finished, ordered] = await Promise.all([
      codeOf(run(asked(doctor, 5), (tx, context) => finishVisit(tx, context, visitId, 1))), codeOf(order(visitId, { code: 'L001', quantity: 1 })),
    ])
    expect(finished).toBe('done')
    expect(['done', 'consulting.visit-finished']).toContain(ordered)
    expect((await bill(visitId)).items).toHaveLength(ordered === 'done' ? 1 : 0)
    expect(await codeOf(order(visitId, { code: 'E001', quantity: 1 }))).toBe('consulting.visit-finished')
  })
})

describe('O5: what the doctor sees of the patient', () => {
  test('drugs from an earlier visit that are not used up, and earlier vital signs in their order', async () => {
    const first = await anOpenVisit()
    const signs: VitalSigns = { systolic: 160, diastolic: 95, pulse: 80, temperatureTenths: null, oxygenPercent: null }
    await order(first.visitId, amlodipine)
    await run(asked(doctor), (tx, context) => recordVitals(tx, context, first.visitId, signs))
    const later = await anOpenVisit({ person: first.personId, minutes: 7 * 24 * 60 })
    await run(asked(doctor, 7 * 24 * 60), (tx, context) => recordVitals(tx, context, later.visitId, { ...signs, systolic: 148, diastolic: 86 }))
    const { currentDrugs, vitals, pastVitals } = await desk(later.visitId, 7 * 24 * 60)
    expect(currentDrugs).toEqual([{ code: 'D001', name: '氨氯地平片 5 mg', dose: '1 片', frequency: 'qd', until: '2026-04-14' }])
    expect(vitals).toMatchObject({ systolic: 148, diastolic: 86 })
    expect(pastVitals).toMatchObject([{ systolic: 160 }])
    expect((await desk(later.visitId, 40 * 24 * 60)).currentDrugs).toEqual([])
  })

  test('vital signs outside of what a body can have are refused by the database too', async () => {
    const { visitId } = await anOpenVisit()
    const wrong = { systolic: 80, diastolic: 120, pulse: 70, temperatureTenths: 365, oxygenPercent: 98 }
    await expect(run(asked(doctor), (tx, context) => recordVitals(tx, context, visitId, wrong))).rejects.toMatchObject({ constraint: 'vital_signs_pressure_is_a_pair' })
    const { rows } = await sql`select from consulting.vital_signs where visit_id = ${visitId}`.execute(owner)
    expect(rows).toEqual([])
  })
})
