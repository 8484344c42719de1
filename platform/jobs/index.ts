export { runJobs, type Jobs } from './run-jobs.ts'
export type { Task } from './task.ts'
