export type { Suspension } from './contract.ts'
