// What a test needs of the simulated insurer: to make it misbehave, and to let it be asked what is due to be asked.
export { behave, wellBehaved } from '../simulator/behaviour.ts'
export { advanceDue } from '../tasks.ts'
