import type { Here } from './who-pane.tsx'

/** What was done for somebody, in words. */
export interface Done {
  readonly words: string
  /** Absent where it has a way back of its own. */
  readonly undo?: string | undefined
}

/** What each of the six ways to "done" is given. */
export interface FormProps {
  readonly person: Here | undefined
  /** Minutes since this person stepped up. */
  readonly minutes: number
  readonly onDone: (done: Done) => void
}
