import type { Problem } from './problem.ts'

// Every query and mutation of ours fails with a Problem, so pages may read `error.code` without asking.
declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem
  }
}
