import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { BankcardSettings } from '#platform/config/index.ts'

export interface Terminal {
  readonly id: string
  readonly institutionId: number
  readonly place: 'window' | 'kiosk'
  /** What stands on it: 3 号窗口; for a kiosk its machine's name. */
  readonly name: string
  readonly key: Buffer
}

/** A merchant of bank cards with its terminals. */
export interface BankcardAccount {
  readonly url: string
  readonly merchantId: string
  terminal(id: string): Terminal | undefined
  windows(institutionId: number): readonly Terminal[]
  atMachine(institutionId: number, machine: string): Terminal | undefined
  /** Any one: it asks for the statement of all. */
  readonly first: Terminal | undefined
}

const File = z.array(z.object({
  id: z.string().regex(/^[0-9A-Z]{8}$/), institutionId: z.int().positive(), place: z.enum(['window', 'kiosk']), name: z.string().max(40), key: z.string().regex(/^[0-9a-f]{64}$/i),
})).min(1)

/** Reads the terminals of a real merchant. Throws, with the file's name, when they cannot be used. */
export function terminalsFromFile({ url, merchantId, terminalsFile }: BankcardSettings): BankcardAccount {
  try {
    const terminals = File.parse(JSON.parse(readFileSync(terminalsFile, 'utf8'))).map((one): Terminal => ({ ...one, key: Buffer.from(one.key, 'hex') }))
    return {
      url: url.replace(/\/+$/, ''), merchantId, first: terminals[0],
      terminal: (id) => terminals.find((one) => one.id === id),
      windows: (institutionId) => terminals.filter((one) => one.institutionId === institutionId && one.place === 'window'),
      atMachine: (institutionId, machine) => terminals.find((one) => one.institutionId === institutionId && one.place === 'kiosk' && one.name === machine),
    }
  } catch (error) {
    throw new Error(`the card terminals in ${terminalsFile} cannot be used`, { cause: error })
  }
}
