import type { DepartmentNode, DepartmentPage, DoctorOnList, DoctorPage, InstitutionNearby, InstitutionPage, InstitutionsQuery } from '../contract.ts'
import { DepartmentNotFound, DoctorNotFound, InstitutionNotFound } from '../errors.ts'
import { distances, positionOf } from '../search/distance.ts'
import { key, type ListedDepartment, type ListedPractitioner, type Snapshot } from '../snapshot/snapshot.ts'

const TITLE_ORDER = ['chief', 'associate-chief', 'attending', 'resident', 'therapist', 'pharmacist', 'nurse']

/** Hospitals and health centres, nearest first where we know where the person is. */
export function institutionsNearby({ near, kind, districtId, limit }: InstitutionsQuery, snapshot: Snapshot): InstitutionNearby[] {
  const kmTo = distances(positionOf(near, snapshot), snapshot)
  return [...snapshot.institutions.values()]
    .filter((each) => (kind === undefined || each.kind === kind) && (districtId === undefined || each.districtId === districtId))
    .map(({ pinyin: _, ...each }) => ({ ...each, distanceKm: kmTo(each.institutionId) }))
    .sort((a, b) => (a.distanceKm ?? 0) - (b.distanceKm ?? 0) || a.institutionId - b.institutionId)
    .slice(0, limit)
}

export function institutionPage(institutionId: number, snapshot: Snapshot): InstitutionPage {
  const all = snapshot.departmentsOf.get(institutionId) ?? []
  const campuses = [...snapshot.campuses.values()].filter((each) => each.institutionId === institutionId)
  return { institution: institutionOf(institutionId, snapshot), campuses, departments: treeOf(all) }
}

export function departmentPage(institutionId: number, departmentId: number, snapshot: Snapshot): DepartmentPage {
  const institution = institutionOf(institutionId, snapshot)
  const department = departmentOf(institutionId, departmentId, snapshot)
  const services = snapshot.servicesOfDepartment.get(key(institutionId, departmentId)) ?? []
  const doctors = (snapshot.practitionersOf.get(key(institutionId, departmentId)) ?? [])
    .map((each) => doctorOf(each, snapshot))
    .sort((a, b) => TITLE_ORDER.indexOf(a.title) - TITLE_ORDER.indexOf(b.title) || a.id - b.id)
  return {
    institution, doctors,
    department: plain(department),
    campus: snapshot.campuses.get(key(institutionId, department.campusId))!,
    services: services.filter((each) => each.practitionerId === null),
  }
}

export function doctorPage(institutionId: number, practitionerId: number, snapshot: Snapshot): DoctorPage {
  const institution = institutionOf(institutionId, snapshot)
  const doctor = snapshot.practitioners.get(key(institutionId, practitionerId))
  if (!doctor) throw new DoctorNotFound({ institutionId, practitionerId })
  const department = departmentOf(institutionId, doctor.departmentId, snapshot)
  return {
    institution,
    department: plain(department),
    campus: snapshot.campuses.get(key(institutionId, department.campusId))!,
    doctor: doctorOf(doctor, snapshot),
  }
}

function institutionOf(institutionId: number, snapshot: Snapshot): InstitutionPage['institution'] {
  const found = snapshot.institutions.get(institutionId)
  if (!found) throw new InstitutionNotFound({ institutionId })
  const { pinyin: _, ...institution } = found
  return institution
}

function departmentOf(institutionId: number, departmentId: number, snapshot: Snapshot): ListedDepartment {
  const found = snapshot.departments.get(key(institutionId, departmentId))
  if (!found) throw new DepartmentNotFound({ institutionId, departmentId })
  return found
}

function plain({ pinyin: _, doctorCount: _count, feeFromCents: _fee, ...department }: ListedDepartment): DepartmentPage['department'] {
  return department
}

function doctorOf({ pinyin: _, ...doctor }: ListedPractitioner, snapshot: Snapshot): DoctorOnList {
  return { ...doctor, services: [...(snapshot.servicesOfPractitioner.get(key(doctor.institutionId, doctor.id)) ?? [])] }
}

function treeOf(all: readonly ListedDepartment[]): DepartmentNode[] {
  const node = ({ pinyin: _, ...department }: ListedDepartment) => department
  return all
    .filter((each) => each.parentId === null)
    .map((each) => ({ ...node(each), children: all.filter((child) => child.parentId === each.id).map(node) }))
}
