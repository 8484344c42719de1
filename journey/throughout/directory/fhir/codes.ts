import type { CodeableConcept, Extension, Meta } from '@medplum/fhirtypes'
import { key, type Snapshot } from '../snapshot/snapshot.ts'

/** The systems of our own codes and numbers. */
export const fhirSystems = {
  institution: 'urn:liuxin:institution',
  department: 'urn:liuxin:department',
  practitioner: 'urn:liuxin:practitioner',
  title: 'urn:liuxin:practitioner-title',
  service: 'urn:liuxin:service',
  serviceKind: 'urn:liuxin:service-kind',
  /** The national list of diagnosis subjects 诊疗科目. */
  subject: 'urn:liuxin:diagnosis-subject',
} as const

/** Everything in the directory has the version of the directory. */
export function metaOf(snapshot: Snapshot): Meta {
  return { versionId: String(snapshot.revision), lastUpdated: snapshot.changedAt.toISOString() }
}

/** As an element of a resource: FHIR has no empty lists. */
export function specialtyOf(snapshot: Snapshot, institutionId: number, departmentId: number): { specialty?: CodeableConcept[] } {
  const specialty = subjectConcepts(snapshot, subjectsOfDepartment(snapshot, institutionId, departmentId))
  return specialty.length > 0 ? { specialty } : {}
}

function subjectConcepts(snapshot: Snapshot, codes: readonly string[]): CodeableConcept[] {
  return codes.map((code) => {
    const name = snapshot.subjects.get(code)?.name
    return { coding: [{ system: fhirSystems.subject, code, ...(name ? { display: name } : {}) }], ...(name ? { text: name } : {}) }
  })
}

export function subjectsOfDepartment(snapshot: Snapshot, institutionId: number, departmentId: number): readonly string[] {
  return snapshot.departments.get(key(institutionId, departmentId))?.subjectCodes ?? []
}

/** The same text in English, where FHIR keeps translations. */
export function inEnglish(text: string): { extension: Extension[] } {
  return { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/translation', extension: [{ url: 'lang', valueCode: 'en' }, { url: 'content', valueString: text }] }] }
}
