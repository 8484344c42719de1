export type { Diagnosis } from './contract.ts'
export { diagnosisByCode, searchDiagnoses } from './queries/search-diagnoses.ts'
export { importDiagnoses, type ImportedList, type ListRow } from './operations/import-diagnoses.ts'
export { installStarterDiagnoses } from './operations/install-starter-diagnoses.ts'
