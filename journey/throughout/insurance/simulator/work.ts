import type { PoolClient } from 'pg'
import type { Envelope, Reply } from '../protocol/envelope.ts'
import type { Behaviour } from './behaviour.ts'

export const no = (err_msg: string): Reply => ({ infcode: -1, err_msg, output: null })
export const yes = (output: Record<string, unknown>): Reply => ({ infcode: 0, err_msg: '', output })

/** One message, and what is needed to do what it says. */
export interface Work {
  readonly client: PoolClient
  readonly message: Envelope
  readonly at: Date
  readonly behaviour: Behaviour
  field(name: string): string
}
