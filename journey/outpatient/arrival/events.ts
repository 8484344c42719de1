import type { DomainEvent } from '#platform/events/index.ts'

interface CheckedIn {
  readonly institutionId: number
  readonly visitId: string
  readonly personId: string
  readonly departmentId: number
  readonly queueId: number
}

export const PATIENT_CHECKED_IN = 'arrival.patient-checked-in.v1'

export function patientCheckedIn({ institutionId, visitId, personId, departmentId, queueId }: CheckedIn): DomainEvent {
  return {
    type: PATIENT_CHECKED_IN,
    institutionId,
    payload: { institutionId, visitId, personId, departmentId },
    topics: [`person:${personId}`, `queue:${institutionId}:${queueId}`, `arrival:${institutionId}:${departmentId}`],
  }
}
