export { LAYOUT_PUBLISHED } from './events.ts'
