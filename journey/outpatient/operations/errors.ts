import { domainError } from '#platform/errors/domain-error.ts'

export const AdviceNotFound = domainError('operations.advice-not-found', 404, 'There is no such advice.')
export const AdviceDecided = domainError('operations.advice-decided', 409, 'Somebody has decided about this already.')
export const ReasonNeeded = domainError('operations.reason-needed', 409, 'Say in a few words why not.')
export const DoctorNotFree = domainError('operations.doctor-not-free', 409, 'This doctor cannot come then.')
export const ClinicNotFitting = domainError('operations.clinic-not-fitting', 409, 'This doctor cannot see people in this clinic.')
export const RoomTaken = domainError('operations.room-taken', 409, 'Somebody else has this room then.')
export const TooLate = domainError('operations.too-late', 409, 'It begins too soon for the doctor to know of it in time.')
export const NotAccepted = domainError('operations.not-accepted', 409, 'Nothing was made of this advice.')
export const TooLateToTakeBack = domainError('operations.too-late-to-take-back', 409, 'This can no longer be taken back here.')
export const SomebodyBooked = domainError('operations.somebody-booked', 409, 'Somebody has a time in it.')
export const NoticeNotFound = domainError('operations.notice-not-found', 404, 'There is no such message for you.')
