export { applyEdits, previewEdits } from './operations/apply-edits.ts'
export { SCHEDULE_CHANGED } from './events.ts'
