/** The other side of the simulated channels, for tests of those who take payments at places of their own. */
export { bankcardSides } from '../simulator/bankcard/sides.ts'
export { behave } from '../simulator/behaviour.ts'
