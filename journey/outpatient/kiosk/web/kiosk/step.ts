import { useEffect } from 'react'
import type { HelpStep } from '../../contract.ts'

let step: HelpStep = 'home'

/** Where in the flow the screen is: whoever comes to help knows before they arrive. */
export function useStep(now: HelpStep): void {
  useEffect(() => {
    step = now
    return () => { step = 'home' }
  }, [now])
}

export const stepNow = (): HelpStep => step
