/** What booking lends to the tests of modules above it. */
export { aClinic, anInstitution, MONDAY, patient, people, registrar, SUNDAY } from '../test-clinic.ts'
