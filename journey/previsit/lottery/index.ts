export { setUpDraw } from './operations/set-up-draw.ts'
