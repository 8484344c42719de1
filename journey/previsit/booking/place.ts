import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Service } from '#journey/throughout/directory/contract.ts'
import type { Place } from './contract.ts'
import { ServiceNotFound } from './errors.ts'

export const key = (institutionId: number, id: number) => `${institutionId}/${id}`

export function serviceIn(snapshot: Snapshot, institutionId: number, serviceId: number): Service {
  const service = snapshot.services.get(key(institutionId, serviceId))
  if (!service) throw new ServiceNotFound({ institutionId, serviceId })
  return service
}

/** Where a clinic is and who holds it, from the directory in memory. */
export function placeOf(snapshot: Snapshot, service: Service, distanceKm: number | null = null): Place {
  const { institutionId } = service
  const institution = snapshot.institutions.get(institutionId)
  const department = snapshot.departments.get(key(institutionId, service.departmentId))
  if (!institution || !department) throw new ServiceNotFound({ institutionId, serviceId: service.id })
  const campus = snapshot.campuses.get(key(institutionId, department.campusId))
  const practitioner = service.practitionerId === null ? undefined : snapshot.practitioners.get(key(institutionId, service.practitionerId))
  return {
    institutionId,
    institutionName: institution.name,
    institutionNameEn: institution.nameEn,
    distanceKm,
    address: campus?.address ?? institution.address,
    phone: institution.phone,
    departmentId: department.id,
    departmentName: department.name,
    departmentNameEn: department.nameEn,
    building: department.building,
    floor: department.floor,
    zone: department.zone,
    placeEn: department.placeEn,
    serviceId: service.id,
    serviceName: service.name,
    serviceNameEn: service.nameEn,
    serviceKind: service.kind,
    practitioner: practitioner
      ? { id: practitioner.id, name: practitioner.name, nameEn: practitioner.nameEn, title: practitioner.title, speciality: practitioner.speciality } : null,
    feeCents: service.feeCents,
    insuranceShareBp: service.feeInsuranceShareBp,
  }
}

/** The clinics of a doctor, or of a department, that can be booked. */
export function servicesOf(snapshot: Snapshot, of: { institutionId: number; practitionerId?: number; departmentId?: number }): readonly Service[] {
  if (of.practitionerId !== undefined) return snapshot.servicesOfPractitioner.get(key(of.institutionId, of.practitionerId)) ?? []
  if (of.departmentId !== undefined) return snapshot.servicesOfDepartment.get(key(of.institutionId, of.departmentId)) ?? []
  return (snapshot.departmentsOf.get(of.institutionId) ?? []).flatMap((department) => snapshot.servicesOfDepartment.get(key(of.institutionId, department.id)) ?? [])
}
