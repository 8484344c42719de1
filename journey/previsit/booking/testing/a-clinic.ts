/** What booking lends to the tests of modules above it. */
export { aClinic, anInstitution, type Clinic, faults, MONDAY, patient, people, registrar, SUNDAY } from '../test-clinic.ts'
