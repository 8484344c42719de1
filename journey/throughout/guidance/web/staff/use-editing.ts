import { useState } from 'react'
import type { PlanDocument } from '../../contract.ts'

const MOST_STEPS = 100

export interface Editing {
  readonly plan: PlanDocument
  readonly isChanged: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  change(next: PlanDocument): void
  undo(): void
  redo(): void
  saved(): void
}

/** The plan as it is being drawn, with every step back and forth. */
export function useEditing(opened: PlanDocument): Editing {
  const [state, setState] = useState({ past: [] as readonly PlanDocument[], plan: opened, future: [] as readonly PlanDocument[], kept: opened })
  const { past, plan, future, kept } = state
  return {
    plan, isChanged: plan !== kept, canUndo: past.length > 0, canRedo: future.length > 0,
    change: (next) => setState((was) => (next === was.plan ? was : { ...was, past: [...was.past, was.plan].slice(-MOST_STEPS), plan: next, future: [] })),
    undo: () => setState((was) => (was.past.length === 0 ? was : { ...was, past: was.past.slice(0, -1), plan: was.past.at(-1) ?? was.plan, future: [was.plan, ...was.future] })),
    redo: () => setState((was) => {
      const [next, ...later] = was.future
      return next ? { ...was, past: [...was.past, was.plan], plan: next, future: later } : was
    }),
    saved: () => setState((was) => ({ ...was, kept: was.plan })),
  }
}
