import { sql } from 'kysely'
import { inTransaction, type Db, type Tx } from '#platform/database/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { noteAcceptor } from '../broker/note-acceptor.ts'
import { type BrokerDisk, EMPTY_DISK, look, notesNow, renew, route } from '../broker/note-broker.ts'
import type { NotesNow, RouteNote } from '../contract.ts'
import { answer, closeBox, fill, insert, jam, NEW_VALIDATOR, openBox, overTime, powerCut, type Validator } from './bill-validator.ts'

/** The broker and the acceptor it is wired to, both on this machine's disk: they speak ccTalk with each other and nothing else. */
interface Inside {
  readonly device: Validator
  readonly broker: BrokerDisk
}

async function opened<T>(db: Db, machine: string, work: (inside: Inside) => Promise<{ inside: Inside; value: T }>): Promise<T> {
  return inTransaction(db, systemContext('simulator', new Date()), async (tx) => {
    const { inside, value } = await work(await insideOf(tx, machine))
    await sql`update simulator.kiosk_acceptor set device = ${JSON.stringify(inside.device)}, broker = ${JSON.stringify(inside.broker)} where machine = ${machine}`.execute(tx)
    return value
  })
}

async function insideOf(tx: Tx, machine: string): Promise<Inside> {
  const serial = 1_000_000 + [...machine].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) % 900_000, 7)
  await sql`insert into simulator.kiosk_acceptor (machine, device, broker) values (${machine}, ${JSON.stringify({ ...NEW_VALIDATOR, serial })}, ${JSON.stringify(EMPTY_DISK)}) on conflict do nothing`.execute(tx)
  return (await sql<Inside>`select device, broker from simulator.kiosk_acceptor where machine = ${machine} for update`.execute(tx)).rows[0]!
}

/** The serial line of one look: what the device was when it began, what it is when it has answered. */
export function wired(start: Validator): { acceptor: ReturnType<typeof noteAcceptor>; device: () => Validator } {
  let device = start
  const acceptor = noteAcceptor({
    exchange: async (bytes) => {
      const said = answer(device, bytes)
      device = said.device
      return said.bytes
    },
  })
  return { acceptor, device: () => device }
}

async function looked({ device: start, broker }: Inside, now: number): Promise<Inside> {
  const { acceptor, device } = wired(overTime(start, now))
  const after = await look(acceptor, broker, now)
  return { device: device(), broker: after }
}

export function notes(db: Db, machine: string): Promise<NotesNow> {
  return opened(db, machine, async (before) => {
    const inside = await looked(before, Date.now())
    return { inside, value: notesNow(inside.broker) }
  })
}

export function letIn(db: Db, machine: string, isOn: boolean): Promise<void> {
  return opened(db, machine, async ({ device, broker }) => ({ inside: await looked({ device, broker: renew(broker, isOn, Date.now()) }, Date.now()), value: undefined }))
}

export function routeNote(db: Db, machine: string, { escrowId, how }: RouteNote): Promise<boolean> {
  return opened(db, machine, async ({ device: start, broker }) => {
    const { acceptor, device } = wired(start)
    const value = await route(acceptor, broker, escrowId, how)
    return { inside: await looked({ device: device(), broker }, Date.now()), value }
  })
}

/** What hands do: put in a note, cut the power, take the box. */
const HANDS: Readonly<Record<string, (device: Validator) => Validator>> = { 'power-cut': powerCut, 'open-box': openBox, 'close-box': closeBox, full: fill, jam }

export function touchAcceptor(db: Db, machine: string, what: string): Promise<void> {
  return opened(db, machine, async (before) => {
    const inside = await looked(before, Date.now())
    const cents = Number(what)
    const device = HANDS[what] ? HANDS[what](inside.device) : insert(inside.device, cents, Date.now())
    return { inside: await looked({ ...inside, device }, Date.now()), value: undefined }
  })
}

/** What really lies in the box: for whoever opens it. */
export async function boxOf(db: Db, machine: string): Promise<Readonly<Record<number, number>>> {
  return opened(db, machine, async (inside) => ({ inside, value: inside.device.box }))
}
