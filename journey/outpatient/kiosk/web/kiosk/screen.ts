import type { AwayEntry, BookedAtKiosk, ExpectedVisit, KioskPerson, KioskTicket, WalkInDepartment } from '../../contract.ts'
import type { Shown } from './away-entry.ts'
import type { BookScreen } from './book.tsx'
import type { Way } from './enter.tsx'

/** What somebody comes for; walk-in: a number without a booking, at a machine that is alone. Everything but the prices needs to know who they are. */
export type Purpose = 'check-in' | 'walk-in' | 'book' | 'pay' | 'top-up' | 'print' | 'query'

/** Once the server answers, a number of now is booked as everywhere. */
export const screenFor = (purpose: Purpose) => ({ at: purpose === 'walk-in' ? 'book' : purpose }) as const

export type Screen =
  | { readonly at: 'home' }
  | { readonly at: 'choose'; readonly purpose: Purpose }
  | { readonly at: 'enter'; readonly purpose: Purpose; readonly way: Way }
  | { readonly at: 'who'; readonly purpose: Purpose; readonly persons: KioskPerson[] }
  | { readonly at: 'what-now' }
  | { readonly at: 'check-in' }
  | { readonly at: 'ticket'; readonly ticket: KioskTicket; readonly isNew: boolean }
  | { readonly at: 'book' }
  | { readonly at: 'booking'; readonly book: Exclude<BookScreen, { at: 'department' }> }
  | { readonly at: 'booked'; readonly booked: BookedAtKiosk }
  | { readonly at: 'pay' }
  | { readonly at: 'top-up'; readonly cents?: number; /** With notes: where the acceptor is asked. */ readonly broker?: string }
  | { readonly at: 'topped-up'; readonly cents: number }
  | { readonly at: 'print' }
  | { readonly at: 'query' }
  | { readonly at: 'ask' }
  | { readonly at: 'prices' }
  | { readonly at: 'departments' }
  | { readonly at: 'away'; readonly shown: Shown }
  | { readonly at: 'away-department'; readonly shown: Shown }
  | { readonly at: 'away-confirm'; readonly shown: Shown; readonly department: WalkInDepartment }
  | { readonly at: 'away-taken'; readonly entry: AwayEntry; readonly visit?: ExpectedVisit | undefined; readonly department?: WalkInDepartment }

