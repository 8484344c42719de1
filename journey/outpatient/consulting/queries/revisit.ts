import { sql } from 'kysely'
import { appointmentById, bookedInVisit } from '#journey/previsit/booking/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { departmentById, practitionerById } from '#journey/throughout/directory/index.ts'
import type { Referral, Revisit } from '../contract.ts'

const STANDING: ReadonlySet<string> = new Set(['held', 'booked', 'arrived', 'fulfilled'])

/** The appointment for coming back, as long as nobody cancelled it; moved ones answer with their new time. */
export async function revisitOf(tx: Tx, context: Context, institutionId: number, visitId: string): Promise<Revisit | null> {
  const { rows } = await sql<{ id: string | null }>`
    select revisit_id as id from consulting.visit where institution_id = ${institutionId} and visit_id = ${visitId}`.execute(tx)
  const id = rows[0]?.id
  const appointment = id ? await appointmentById(tx, context, institutionId, id) : undefined
  return appointment && STANDING.has(appointment.status) ? { appointmentId: appointment.id, startsAt: appointment.startsAt } : null
}

/** The other departments the patient was booked with during this visit. */
export async function referralsOf(tx: Tx, institutionId: number, visitId: string): Promise<Referral[]> {
  const booked = (await bookedInVisit(tx, institutionId, visitId)).filter((one) => one.kind === 'cross-department')
  return Promise.all(booked.map(async ({ appointmentId, startsAt, reason, departmentId, practitionerId }) => {
    const department = await departmentById(tx, institutionId, departmentId)
    const doctor = practitionerId === null ? undefined : await practitionerById(tx, institutionId, practitionerId)
    return {
      appointmentId, startsAt, reason, departmentName: department?.name ?? '', departmentNameEn: department?.nameEn ?? '',
      practitionerName: doctor?.name ?? null, practitionerNameEn: doctor?.nameEn ?? null,
    }
  }))
}
