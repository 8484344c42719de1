import * as errors from './errors.ts'

/** What whoever checks in, anywhere, must expect to be told. */
export const checkInRefusals = [
  errors.AppointmentNotFound, errors.AppointmentNotValid, errors.NotToday, errors.TooEarly, errors.TooLate, errors.CodeUnknown, errors.WrongPlace,
  errors.TooFar, errors.LocationTooVague, errors.NotYourPerson,
] as const
