import type { FhirPart } from '#platform/fhir/index.ts'
import { patients } from './patients.ts'

/** People, for programs that were let in to where they are known. */
export const fhir: FhirPart = { resources: [patients] }
