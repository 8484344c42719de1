import { decode, encode, HOST, NOTE_ACCEPTOR } from '../broker/frame.ts'
import { ASK, BUFFERED, ROUTE, ROUTE_REFUSED } from '../broker/note-acceptor.ts'

/** The simulated acceptor's own memory. Counts survive a power cut; events and what is let in do not. */
export interface Validator {
  readonly serial: number
  readonly counter: number
  readonly pairs: readonly (readonly [number, number])[]
  readonly accepted: Readonly<Record<number, number>>
  readonly escrow: { readonly type: number; readonly since: number } | null
  readonly isLettingIn: boolean
  /** What lies in the box, by type: nobody but a person who opens it can read this. */
  readonly box: Readonly<Record<number, number>>
  readonly isOpen: boolean
}

export const BILLS: Readonly<Record<number, string>> = { 1: 'CN0005A', 2: 'CN0010A', 3: 'CN0020A', 4: 'CN0050A', 5: 'CN0100A' }
export const typeOf = (cents: number): number | undefined => Object.keys(BILLS).map(Number).find((type) => Number(BILLS[type]!.slice(2, 6)) * 100 === cents)
const NOBODY_CAME_MS = 30_000
const CODE = { stacked: 0, escrow: 1, returned: 1, rejected: 2, inhibited: 4, jam: 7, opened: 11, inserted: 12, full: 14 } as const

export const NEW_VALIDATOR: Validator = { serial: 1_048_577, counter: 0, pairs: [], accepted: {}, escrow: null, isLettingIn: false, box: {}, isOpen: false }

/** Something happened: the counter goes to 255 and then to 1 again, and the five last events are kept. */
export const happened = (device: Validator, type: number, code: number): Validator => ({
  ...device, counter: (device.counter % 255) + 1, pairs: [[type, code] as const, ...device.pairs].slice(0, BUFFERED),
})

const plusOne = (counts: Readonly<Record<number, number>>, type: number) => ({ ...counts, [type]: (counts[type] ?? 0) + 1 })

/** Somebody puts a note into the mouth. */
export function insert(device: Validator, cents: number, now: number): Validator {
  const type = typeOf(cents)
  if (device.escrow || device.isOpen) return device
  if (!device.isLettingIn) return happened(device, 0, CODE.inhibited)
  return type === undefined ? happened(device, 0, CODE.rejected) : happened({ ...device, escrow: { type, since: now } }, type, CODE.escrow)
}

const giveBack = (device: Validator): Validator => (device.escrow ? happened({ ...device, escrow: null }, 0, CODE.returned) : device)

function stack(device: Validator): Validator {
  if (!device.escrow) return device
  const { type } = device.escrow
  return happened({ ...device, escrow: null, accepted: plusOne(device.accepted, type), box: plusOne(device.box, type) }, type, CODE.stacked)
}

/** A note nobody decides about goes back by itself. */
export const overTime = (device: Validator, now: number): Validator => (device.escrow && now - device.escrow.since > NOBODY_CAME_MS ? giveBack(device) : device)

/** The power went and came: the note in the mouth is given back, events are forgotten, nothing is let in. */
export const powerCut = (device: Validator): Validator => ({ ...device, counter: 0, pairs: [], escrow: null, isLettingIn: false })

export const openBox = (device: Validator): Validator => happened({ ...device, isOpen: true }, 0, CODE.opened)
export const closeBox = (device: Validator): Validator => happened({ ...device, isOpen: false, box: {} }, 0, CODE.inserted)
export const fill = (device: Validator): Validator => happened(device, 0, CODE.full)
export const jam = (device: Validator): Validator => happened(device, 0, CODE.jam)

/** What comes back over the bus, and what the device is afterwards. A damaged question is not answered. */
export function answer(device: Validator, bytes: Uint8Array): { device: Validator; bytes: Uint8Array | undefined } {
  const question = decode(bytes, 'crc')
  if (question?.to !== NOTE_ACCEPTOR) return { device, bytes: undefined }
  const say = (data: readonly number[], then = device) => ({ device: then, bytes: encode({ to: HOST, header: 0, data }, 'crc') })
  const [first = 0] = question.data
  switch (question.header) {
    case ASK.simplePoll:
    case ASK.inhibits:
    case ASK.operatingMode:
      return say([])
    case ASK.serialNumber:
      return say([device.serial & 255, (device.serial >> 8) & 255, (device.serial >> 16) & 255])
    case ASK.masterInhibit:
      return say([], { ...device, isLettingIn: (first & 1) === 1 })
    case ASK.events:
      return say([device.counter, ...Array.from({ length: BUFFERED }, (_, i) => [...(device.pairs[i] ?? [0, 0])]).flat()])
    case ASK.billId:
      return say([...(BILLS[first] ?? '.......')].map((letter) => letter.charCodeAt(0)))
    case ASK.countryScaling:
      return say([100, 0, 2])
    case ASK.acceptedOfType: {
      const count = device.accepted[first] ?? 0
      return say([count & 255, (count >> 8) & 255, (count >> 16) & 255])
    }
    case ASK.routeBill:
      if (!device.escrow) return say([ROUTE_REFUSED.escrowEmpty])
      return say([], first === ROUTE.stack ? stack(device) : giveBack(device))
    default:
      return { device, bytes: undefined }
  }
}
