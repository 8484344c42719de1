import { randomUUID } from 'node:crypto'
import type { DeviceState, NoteEvent, NoteReading, NotesNow } from '../contract.ts'
import { meaningOf, type NoteAcceptor, ROUTE } from './note-acceptor.ts'

/** So long after the page's last word notes are still let in: a page that died takes nothing. */
const LEASE_MS = 5_000

/** What the broker keeps on its disk, written before anything of it is told. */
export interface BrokerDisk {
  /** Counts the readings; never goes back, not by a restart either. */
  readonly seq: number
  readonly reading: NoteReading | null
  readonly escrow: { readonly id: string; readonly cents: number; readonly counter: number } | null
  readonly letInUntil: number
  readonly isIn: boolean
  readonly cash: DeviceState['cash']
}

export const EMPTY_DISK: BrokerDisk = { seq: 0, reading: null, escrow: null, letInUntil: 0, isIn: false, cash: 'ready' }

/** Looks at the acceptor once. What changed since the last look is a new reading, numbered; what did not is the same one again. */
export async function look(acceptor: NoteAcceptor, before: BrokerDisk, now: number): Promise<BrokerDisk> {
  const isIn = now < before.letInUntil
  // Told again each time: an acceptor that lost its power lets nothing in.
  if (isIn || isIn !== before.isIn || before.seq === 0) await acceptor.letIn(isIn)
  const types = await acceptor.types()
  // Events first: a note that is stacked meanwhile is in the counts of this reading, or in all of the next.
  const { counter, pairs } = await acceptor.events()
  const events = pairs.map((pair) => meaningOf(pair, types))
  const accepted: Record<string, number> = {}
  for (const [type, cents] of types) {
    const count = await acceptor.accepted(type)
    if (count !== undefined) accepted[cents] = (accepted[cents] ?? 0) + count
  }
  const found = { serial: await acceptor.serial(), counter, events, accepted: Object.keys(accepted).length === types.size ? accepted : null }
  const isNew = before.reading === null || JSON.stringify({ ...before.reading, seq: 0 }) !== JSON.stringify({ seq: 0, ...found })
  const seq = isNew ? before.seq + 1 : before.seq
  return { ...before, isIn, seq, reading: { seq, ...found }, escrow: escrowOf(events, counter, before), cash: cashOf(events, before.cash) }
}

/** The note that lies in escrow has a name of its own, from when it is first seen until it is gone. */
function escrowOf(events: readonly NoteEvent[], counter: number, before: BrokerDisk): BrokerDisk['escrow'] {
  const at = events.findIndex(({ what }) => what === 'escrow' || what === 'stacked' || what === 'returned')
  if (at === -1 || events[at]!.what !== 'escrow') return null
  const when = ((counter - at + 255 - 1) % 255) + 1
  return before.escrow?.counter === when ? before.escrow : { id: randomUUID(), cents: events[at]!.cents, counter: when }
}

const STATES: Partial<Record<NoteEvent['what'], DeviceState['cash']>> = { full: 'full', jam: 'jam', opened: 'opened', fault: 'jam', closed: 'ready', stacked: 'ready', escrow: 'ready' }

/** What the newest event says of the box; without one it stays as it was. */
function cashOf(events: readonly NoteEvent[], before: DeviceState['cash']): DeviceState['cash'] {
  const telling = events.find(({ what }) => STATES[what] !== undefined)
  return telling ? STATES[telling.what]! : before === 'missing' ? 'ready' : before
}

export const renew = (disk: BrokerDisk, isOn: boolean, now: number): BrokerDisk => ({ ...disk, letInUntil: isOn ? now + LEASE_MS : 0 })

/** Only the note that was meant: a word that comes late does not move the next one. */
export async function route(acceptor: NoteAcceptor, disk: BrokerDisk, escrowId: string, how: 'stack' | 'return'): Promise<boolean> {
  if (disk.escrow?.id !== escrowId) return false
  return acceptor.route(how === 'stack' ? ROUTE.stack : ROUTE.back)
}

export const notesNow = ({ reading, escrow, cash }: BrokerDisk): NotesNow => ({ reading, escrow: escrow && { id: escrow.id, cents: escrow.cents }, cash })
