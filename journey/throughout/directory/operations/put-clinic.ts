import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { ClinicToPut, Service } from '../contract.ts'
import { DepartmentNotFound, DoctorNotFound, FeeNotFound, ServiceNotFound } from '../errors.ts'
import { clinicChanged } from '../events.ts'
import { departmentById, practitionerById, priceOf, serviceById } from '../queries/by-id.ts'

/**
 * Opens a clinic people can book, or changes one. Its number stays, so that old appointments still know it; one that is no longer
 * active is not found any more, and what is booked in it stands. Two who open one at the same moment get two numbers.
 * Throws {@link DepartmentNotFound}, {@link DoctorNotFound}, {@link FeeNotFound}, {@link ServiceNotFound}.
 */
export async function putClinic(tx: Tx, context: Context, institutionId: number, clinic: ClinicToPut): Promise<Service> {
  const { departmentId, practitionerId, kind, name, feeCode, active } = clinic
  const nameEn = clinic.nameEn || name
  if (!(await departmentById(tx, institutionId, departmentId))) throw new DepartmentNotFound({ departmentId })
  if (practitionerId !== null && !(await practitionerById(tx, institutionId, practitionerId))) throw new DoctorNotFound({ practitionerId })
  const fee = await priceOf(tx, institutionId, feeCode, context.now)
  if (fee?.kind !== 'registration') throw new FeeNotFound({ feeCode })
  await sql`select pg_advisory_xact_lock(hashtext('directory.import'))`.execute(tx)
  const before = clinic.id === undefined ? undefined : await serviceById(tx, institutionId, clinic.id, context.now)
  if (clinic.id !== undefined && !before) throw new ServiceNotFound({ serviceId: clinic.id })
  const { rows } = await sql<{ id: number }>`
    insert into directory.service (institution_id, id, department_id, practitioner_id, kind, name, name_en, fee_code, active)
    values (${institutionId}, coalesce(${clinic.id ?? null}::integer, (select coalesce(max(id), 0) + 1 from directory.service where institution_id = ${institutionId})),
      ${departmentId}, ${practitionerId}, ${kind}, ${name}, ${nameEn}, ${feeCode}, ${active})
    on conflict (institution_id, id) do update set department_id = excluded.department_id, practitioner_id = excluded.practitioner_id, kind = excluded.kind,
      name = excluded.name, name_en = excluded.name_en, fee_code = excluded.fee_code, active = excluded.active
    returning id`.execute(tx)
  const { id } = rows[0]!
  await audit(tx, context, { action: 'directory.put-clinic', institutionId, subject: `service/${id}`, detail: { before, kind, name, feeCode, active } })
  await announce(tx, context, clinicChanged(institutionId, id))
  return (await serviceById(tx, institutionId, id, context.now))!
}
