export { applyEdits, previewEdits, takeBack } from './operations/apply-edits.ts'
export { CannotApply, CannotTakeBack, ChangeNotFound, PreviewOutdated } from './errors.ts'
export { SCHEDULE_CHANGED, type ScheduleFacts } from './events.ts'
