export { checkAdmitted } from './check-admitted.ts'
export { JoinFirst, NotYourTurn, TurnOver } from './errors.ts'
export { planOpening } from './operations/plan-opening.ts'
