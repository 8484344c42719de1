import type { UseMutationResult } from '@tanstack/react-query'
import type { Problem } from '#client/index.ts'
import type { KioskFound, KioskHere, KioskIdentify as Identify, KioskPerson } from '../../contract.ts'
import type { Devices } from './devices.ts'
import type { FrameParts } from './frame.tsx'
import type { Purpose, Screen } from './screen.ts'
import type { AtKiosk } from './session.ts'
import type { Take } from './use-away.ts'

/** What a screen of the machine has in hand. */
export interface ScreensProps {
  readonly frame: FrameParts
  readonly screen: Screen
  readonly go: (next: Screen) => void
  /** Forgets the way here: back leads home from there. */
  readonly replace: (next: Screen) => void
  readonly at: AtKiosk
  readonly person: KioskPerson | undefined
  readonly setPerson: (person: KioskPerson) => void
  readonly devices: Devices
  readonly isOnline: boolean
  readonly waiting: number
  readonly take: Take
  readonly here: KioskHere | undefined
  readonly identify: UseMutationResult<KioskFound, Problem, Identify>
  readonly onShown: (shown: Identify, purpose: Purpose) => void
  readonly setBusy: (isBusy: boolean) => void
  readonly wipe: () => void
}
