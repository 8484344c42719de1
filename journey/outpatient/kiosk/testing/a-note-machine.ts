import { decode } from '../broker/frame.ts'
import { ASK, noteAcceptor } from '../broker/note-acceptor.ts'
import { look, route, EMPTY_DISK, notesNow, renew, type BrokerDisk } from '../broker/note-broker.ts'
import type { CashNow, HeardNotes, NoteAnswer } from '../contract.ts'
import { wired } from '../simulator/acceptor.ts'
import { answer, BILLS, insert, NEW_VALIDATOR, overTime, powerCut, type Validator } from '../simulator/bill-validator.ts'

type Ask = <T>(method: string, path: string, body?: object) => Promise<{ status: number; body: T }>

/** A machine with its broker and acceptor in a test: the page's steps, each of which may be the last before something breaks. */
export function aNoteMachine(ask: Ask, { counts = true, serial = 1_000_001, counter = 0 }: { counts?: boolean; serial?: number; counter?: number } = {}) {
  let device: Validator = { ...NEW_VALIDATOR, serial, counter }
  let disk: BrokerDisk = EMPTY_DISK
  let now = 1_000_000
  const line = () => (counts ? wired(device) : forgetful(device))
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
      return ask<HeardNotes>('POST', 'cash/readings', { reading, ...(cashId ? { cashId } : {}) })
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
    reading: () => disk.reading!,
    inBox: () => Object.entries(device.box).reduce((sum, [type, count]) => sum + count * Number(BILLS[Number(type)]!.slice(2, 6)) * 100, 0),
  }
  return { ...machine, put: putting(machine) }
}

/** The same line to an acceptor that does not count what it stacks. */
function forgetful(start: Validator): ReturnType<typeof wired> {
  let device = start
  const acceptor = noteAcceptor({
    exchange: async (bytes) => {
      if (decode(bytes, 'crc')?.header === ASK.acceptedOfType) return undefined
      const said = answer(device, bytes)
      device = said.device
      return said.bytes
    },
  })
  return { acceptor, device: () => device }
}

interface Steps {
  letIn(): Promise<void>
  insert(cents: number): Promise<void>
  tell(cashId?: string): Promise<unknown>
  offer(cashId: string, agreed?: boolean): Promise<NoteAnswer | undefined>
  route(how: 'stack' | 'return'): Promise<boolean>
}

/** A note from hand to box, as the page does it. */
function putting(machine: Steps) {
  return async (cashId: string, cents: number, { agreed = false } = {}): Promise<NoteAnswer | undefined> => {
    await machine.letIn()
    await machine.insert(cents)
    await machine.tell(cashId)
    const said = await machine.offer(cashId, agreed)
    if (said?.answer === 'stack' || said?.answer === 'return') await machine.route(said.answer)
    await machine.tell(cashId)
    return said
  }
}
