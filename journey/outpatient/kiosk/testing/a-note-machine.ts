import { decode } from '../broker/frame.ts'
import { ASK, noteAcceptor } from '../broker/note-acceptor.ts'
import { look, route, EMPTY_DISK, notesNow, renew, type BrokerDisk } from '../broker/note-broker.ts'
import type { CashNow, HeardNotes, NoteAnswer } from '../contract.ts'
import { wired } from '../simulator/acceptor.ts'
import { answer, insert, NEW_VALIDATOR, overTime, powerCut, type Validator } from '../simulator/bill-validator.ts'

type Ask = <T>(method: string, path: string, body?: object) => Promise<{ status: number; body: T }>

/** A machine with its broker and acceptor in a test: the page's steps, each of which may be the last before something breaks. */
export function aNoteMachine(ask: Ask, { counts = true, serial = 1_000_001, counter = 0 }: { counts?: boolean; serial?: number; counter?: number } = {}) {
  let device: Validator = { ...NEW_VALIDATOR, serial, counter }
  let disk: BrokerDisk = EMPTY_DISK
  let now = 1_000_000
  let told = 0
  const line = () => {
    if (counts) return wired(device)
    let at = device
    const acceptor = noteAcceptor({ exchange: async (bytes) => {
      if (decode(bytes, 'crc')?.header === ASK.acceptedOfType) return undefined
      const said = answer(at, bytes)
      at = said.device
      return said.bytes
    } })
    return { acceptor, device: () => at }
  }
  const looked = async () => {
    device = overTime(device, now)
    const at = line()
    disk = await look(at.acceptor, disk, now)
    device = at.device()
    return notesNow(disk)
  }
  const machine = {
    looked,
    letIn: async () => {
      disk = renew(disk, true, now)
      await looked()
    },
    insert: async (cents: number) => {
      device = insert(device, cents, now)
      await looked()
    },
    /** Tells the server the newest reading; sent again it is the same. */
    tell: async (cashId?: string) => {
      const { reading } = await looked()
      const reply = await ask<HeardNotes>('POST', 'cash/readings', { reading, ...(cashId ? { cashId } : {}) })
      if (reply.status === 200) told = reading!.seq
      return reply
    },
    offer: async (cashId: string, agreed = false) => {
      const { escrow, reading } = await looked()
      return escrow ? (await ask<NoteAnswer>('POST', `cash/${cashId}/notes`, { noteId: escrow.id, seq: reading!.seq, cents: escrow.cents, agreed })).body : undefined
    },
    route: async (how: 'stack' | 'return') => {
      const escrow = disk.escrow
      if (!escrow) return false
      const at = line()
      const done = await route(at.acceptor, disk, escrow.id, how)
      device = at.device()
      return done
    },
    finish: (cashId: string) => ask<CashNow>('POST', `cash/${cashId}/finish`),
    /** Everything lost its power: what is on the broker's disk, in the box and in the acceptor's counts stays. */
    powerCut: () => {
      device = powerCut(device)
      now += 60_000
    },
    later: (ms: number) => void (now += ms),
    get told() { return told },
    reading: () => disk.reading!,
    inBox: () => Object.entries(device.box).reduce((sum, [type, count]) => sum + count * [0, 500, 1000, 2000, 5000, 10_000][Number(type)]!, 0),
    /** A note from hand to box, as the page does it. */
    put: async (cashId: string, cents: number, { agreed = false } = {}) => {
      await machine.letIn()
      await machine.insert(cents)
      await machine.tell(cashId)
      const said = await machine.offer(cashId, agreed)
      if (said?.answer === 'stack' || said?.answer === 'return') await machine.route(said.answer)
      await machine.tell(cashId)
      return said
    },
  }
  return machine
}
