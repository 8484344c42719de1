import type { NoteEvent } from '../contract.ts'
import { type Check, decode, encode, HOST, NOTE_ACCEPTOR } from './frame.ts'

/** What a note acceptor is asked, by ccTalk's headers. */
export const ASK = {
  simplePoll: 254, serialNumber: 242, inhibits: 231, masterInhibit: 228, events: 159, billId: 157, countryScaling: 156, routeBill: 154, operatingMode: 153, acceptedOfType: 150,
} as const
export const ROUTE = { back: 0, stack: 1 } as const
/** An answer to `routeBill` that is no yes: nothing lies there, or it did not move. */
export const ROUTE_REFUSED = { escrowEmpty: 254, failed: 255 } as const
/** Both the stacker and the escrow are used. */
const STACKER_AND_ESCROW = 3
const ALL = 255
const TYPES = 16
export const BUFFERED = 5

/** The serial line: what goes out, and what comes back before the device's time is over; nothing when nothing came. */
export interface Wire {
  exchange(bytes: Uint8Array): Promise<Uint8Array | undefined>
}

/** Status, rejection and fault codes of an event whose first byte is zero. */
const WITHOUT_NOTE: Readonly<Record<number, NoteEvent['what']>> = {
  0: 'none', 1: 'returned', 2: 'rejected', 3: 'rejected', 4: 'rejected', 5: 'rejected', 6: 'jam', 7: 'jam', 8: 'fraud', 9: 'fraud', 10: 'closed', 11: 'opened', 12: 'closed', 13: 'fault', 14: 'full', 15: 'jam', 16: 'jam',
  17: 'fraud', 18: 'fraud', 19: 'fault', 20: 'rejected', 21: 'fault',
}

export interface NoteAcceptor {
  serial(): Promise<string>
  /** Which note each type number is, in cents. */
  types(): Promise<ReadonlyMap<number, number>>
  /** The event counter, and the last five events as (type, code) pairs, newest first. */
  events(): Promise<{ counter: number; pairs: readonly (readonly [number, number])[] }>
  /** How many notes of a type it ever stacked; undefined when it does not count. */
  accepted(type: number): Promise<number | undefined>
  /** Whether notes are let in at all. Each waits in escrow for a word. */
  letIn(isOn: boolean): Promise<void>
  /** False: nothing lay there, or it did not move. */
  route(where: (typeof ROUTE)[keyof typeof ROUTE]): Promise<boolean>
}

/** The host's side. A damaged or missing answer is asked for once more: no question here does anything twice by being repeated. */
export function noteAcceptor(wire: Wire, { address = NOTE_ACCEPTOR, check = 'crc' }: { address?: number; check?: Check } = {}): NoteAcceptor {
  async function ask(header: number, data: readonly number[] = []): Promise<readonly number[] | undefined> {
    const question = encode({ to: address, header, data }, check)
    for (let attempt = 0; attempt < 2; attempt++) {
      const bytes = await wire.exchange(question)
      const answer = bytes && decode(bytes, check)
      if (answer?.to === HOST && answer.header === 0) return answer.data
    }
    return undefined
  }
  async function told(header: number, data: readonly number[] = []): Promise<readonly number[]> {
    const answer = await ask(header, data)
    if (!answer) throw new AcceptorSilent()
    return answer
  }
  let types: ReadonlyMap<number, number> | undefined
  return {
    serial: async () => String(littleEndian(await told(ASK.serialNumber))),
    async types() {
      if (types) return types
      const known = new Map<number, number>()
      const scales = new Map<string, number>()
      for (let type = 1; type <= TYPES; type++) {
        const id = String.fromCharCode(...((await ask(ASK.billId, [type])) ?? []))
        const [, country, value] = /^([A-Z]{2})(\d{4})[A-Z]$/.exec(id) ?? []
        if (country !== 'CN') continue
        if (!scales.has(country)) scales.set(country, littleEndian((await told(ASK.countryScaling, [...country].map((letter) => letter.charCodeAt(0)))).slice(0, 2)))
        known.set(type, Number(value) * scales.get(country)!)
      }
      return (types = known)
    },
    async events() {
      const [counter, ...rest] = await told(ASK.events)
      return { counter: counter ?? 0, pairs: Array.from({ length: BUFFERED }, (_, i) => [rest[2 * i] ?? 0, rest[2 * i + 1] ?? 0] as const) }
    },
    async accepted(type) {
      const answer = await ask(ASK.acceptedOfType, [type])
      return answer?.length === 3 ? littleEndian(answer) : undefined
    },
    async letIn(isOn) {
      await told(ASK.operatingMode, [STACKER_AND_ESCROW])
      await told(ASK.inhibits, [ALL, ALL])
      await told(ASK.masterInhibit, [isOn ? 1 : 0])
    },
    route: async (where) => (await told(ASK.routeBill, [where])).length === 0,
  }
}

/** What an event means. A note of a kind nobody knows is a fault: it is never counted as money. */
export function meaningOf([type, code]: readonly [number, number], types: ReadonlyMap<number, number>): NoteEvent {
  if (type === 0) return { what: WITHOUT_NOTE[code] ?? 'fault', cents: 0 }
  const cents = types.get(type)
  if (cents === undefined) return { what: 'fault', cents: 0 }
  return code === 0 ? { what: 'stacked', cents } : code === 1 ? { what: 'escrow', cents } : { what: 'fault', cents: 0 }
}

const littleEndian = (bytes: readonly number[]): number => bytes.reduceRight((sum, byte) => sum * 256 + byte, 0)

export class AcceptorSilent extends Error {
  constructor() {
    super('the note acceptor does not answer')
  }
}
