import { specialDiseases } from '../data/specialities.ts'
import type { Department } from './departments.ts'
import type { Hospital, RegionSize } from './places.ts'
import type { Practitioner } from './practitioners.ts'

export interface Service {
  readonly id: number
  readonly departmentId: number
  readonly subject: string
  readonly practitioner: Practitioner | null
  readonly kind: 'expert' | 'general' | 'special-disease' | 'tcm'
  readonly name: string
  readonly nameEn: string
  readonly feeCode: string
}

/** What can be booked: the general clinic of each department, an expert clinic of each senior doctor, some special-disease clinics. */
export function servicesOf(hospital: Hospital, departments: readonly Department[], practitioners: readonly Practitioner[], size: RegionSize): Service[] {
  const found: Service[] = []
  const add = (service: Omit<Service, 'id'>): void => {
    found.push({ ...service, id: found.length + 1 })
  }
  for (const department of departments.filter((each) => each.hasClinic)) {
    const base = { departmentId: department.id, subject: department.subject }
    const isChinese = department.subject.startsWith('50')
    add({
      ...base, practitioner: null, kind: isChinese ? 'tcm' : 'general',
      name: `${department.name}普通门诊`, nameEn: `${department.nameEn}, general clinic`,
      feeCode: hospital.isHealthCentre ? 'REG-FD' : isChinese ? 'REG-TCM' : 'REG-GEN',
    })
    const special = specialDiseases[department.subject]
    if (special && !hospital.isHealthCentre && (size === 'city' ? hospital.scale >= 1 : true)) {
      add({ ...base, practitioner: null, kind: 'special-disease', name: special[0], nameEn: special[1], feeCode: 'REG-SPD' })
    }
    for (const doctor of practitioners.filter((each) => each.departmentId === department.id)) {
      const isSenior = doctor.title === 'chief' || doctor.title === 'associate-chief'
      if (!isSenior && !hospital.isHealthCentre) continue
      add({
        ...base, practitioner: doctor, kind: hospital.isHealthCentre ? 'general' : 'expert',
        name: hospital.isHealthCentre ? `${doctor.name} 全科门诊` : `${doctor.name} 专家门诊`,
        nameEn: hospital.isHealthCentre ? `${doctor.nameEn}, family doctor clinic` : `${doctor.nameEn}, expert clinic`,
        feeCode: hospital.isHealthCentre ? 'REG-FD' : doctor.title === 'chief' ? 'REG-CH' : 'REG-ACH',
      })
    }
  }
  return found
}

export function serviceRow(hospital: Hospital, each: Service): readonly unknown[] {
  return [
    hospital.id, each.id, `S${String(each.id).padStart(4, '0')}`, each.departmentId, each.practitioner?.id ?? null, each.kind, each.name, each.nameEn, each.feeCode,
  ]
}
