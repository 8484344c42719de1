import type { FhirPart } from '#platform/fhir/index.ts'
import { directory } from '../snapshot/index.ts'
import { locations, organizations } from './places.ts'
import { practitionerRoles, practitioners } from './practitioners.ts'
import { healthcareServices } from './services.ts'

/** What other programs find of the directory. */
export const fhir: FhirPart = { before: directory, resources: [organizations, locations, healthcareServices, practitioners, practitionerRoles] }
export { locationResource as fhirLocation } from './places.ts'
export { locationIdOf as fhirLocationId, serviceResource as fhirService } from './services.ts'
