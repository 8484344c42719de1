export { issuePass } from './pass.ts'
export type { AwayEntry, ExpectedList, Fleet } from './contract.ts'
