import type { IconName } from '#ui/index.ts'
import type { Way } from './enter.tsx'
import type { StepKey } from './frame.tsx'
import type { Purpose } from './screen.ts'

/** How somebody says who they are. */
export const WAYS: readonly { way: Way; icon: IconName }[] = [{ way: 'resident-id', icon: 'id' }, { way: 'insurance-code', icon: 'card' }, { way: 'health-code', icon: 'qr' }, { way: 'phone', icon: 'phone' }]
/** Without the server only a document says who somebody is. */
export const WAYS_ALONE = WAYS.filter(({ way }) => way === 'resident-id' || way === 'insurance-code')

/** The steps to what somebody came for. */
export const STEPS: Readonly<Record<Purpose, readonly StepKey[]>> = {
  'check-in': ['identify', 'choose', 'ticket'], 'walk-in': ['identify', 'department', 'confirm', 'ticket'], book: ['identify', 'department', 'doctor', 'time', 'confirm'], pay: ['identify', 'pay', 'paper'], 'top-up': ['identify', 'amount', 'pay'], print: ['identify', 'choose', 'paper'], query: ['identify', 'look'],
}
