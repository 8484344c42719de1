import type { FhirPart } from '#platform/fhir/index.ts'
import { appointments } from './appointments.ts'
import { processMessage } from './process-message.ts'
import { schedules, slots } from './slots.ts'

/** What other programs find and book. */
export const fhir: FhirPart = { resources: [schedules, slots, appointments], systemOperations: [processMessage] }
