export { issuePass } from './pass.ts'
export { newNumbers } from './queries/new-numbers.ts'
export type { AwayEntry, ExpectedList, Fleet } from './contract.ts'
