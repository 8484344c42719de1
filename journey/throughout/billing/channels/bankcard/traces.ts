import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { seal, unseal } from '#platform/crypto/index.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import type { Terminal } from './terminals.ts'

export type ActKind = 'sale' | 'void' | 'refund'

/** The number an act has at the acquirer. */
export interface Trace {
  readonly terminalId: string
  readonly batch: number
  readonly trace: number
}

export interface Session {
  readonly id: string
  readonly key: Buffer
  readonly batch: number
  readonly signedInAt: Date
}

/** What the terminals have to remember between two questions. */
export interface CardBooks {
  session(terminal: Terminal): Promise<Session | undefined>
  keep(terminal: Terminal, session: Session): Promise<void>
  /** The number of this act: taken once, before the act, and kept. */
  take(terminal: Terminal, id: string, kind: ActKind): Promise<Trace>
  find(institutionId: number, id: string, kind: ActKind): Promise<Trace | undefined>
}

export function cardBooks({ db, clock }: Pick<Services, 'db' | 'clock'>): CardBooks {
  const run = <T>(work: (tx: Tx, now: Date) => Promise<T>) => {
    const at = systemContext('billing.bankcard', clock.now())
    return inTransaction(db, at, (tx) => work(tx, at.now))
  }
  return {
    session: (terminal) => run(async (tx) => {
      const { rows } = await sql<{ id: string; key: Buffer; batch: number; signedInAt: Date }>`select session_id as id, session_key as key, batch, signed_in_at as "signedInAt"
        from billing.card_terminal where institution_id = ${terminal.institutionId} and terminal_id = ${terminal.id} and session_id is not null`.execute(tx)
      return rows[0] && { ...rows[0], key: Buffer.from(unseal(rows[0].key), 'hex') }
    }),
    keep: (terminal, { id, key, batch, signedInAt }) => run(async (tx) => {
      await sql`insert into billing.card_terminal (institution_id, terminal_id, batch, session_id, session_key, signed_in_at)
        values (${terminal.institutionId}, ${terminal.id}, ${batch}, ${id}, ${seal(key.toString('hex'))}, ${signedInAt})
        on conflict (institution_id, terminal_id) do update set batch = excluded.batch, session_id = excluded.session_id, session_key = excluded.session_key,
          signed_in_at = excluded.signed_in_at`.execute(tx)
    }),
    take: (terminal, id, kind) => run(async (tx, now) => {
      const before = await find(tx, terminal.institutionId, id, kind)
      if (before) return before
      // A number that two askers take at the same time for one act is taken once; the other number stays unused.
      await sql`with next as (
          update billing.card_terminal set last_trace = last_trace % 999999 + 1
          where institution_id = ${terminal.institutionId} and terminal_id = ${terminal.id} returning batch, last_trace)
        insert into billing.card_trace (institution_id, id, kind, terminal_id, batch, trace, taken_at)
        select ${terminal.institutionId}, ${id}, ${kind}, ${terminal.id}, batch, last_trace, ${now} from next
        on conflict (institution_id, id, kind) do nothing`.execute(tx)
      return (await find(tx, terminal.institutionId, id, kind))!
    }),
    find: (institutionId, id, kind) => run((tx) => find(tx, institutionId, id, kind)),
  }
}

async function find(tx: Tx, institutionId: number, id: string, kind: ActKind): Promise<Trace | undefined> {
  const { rows } = await sql<Trace>`select terminal_id as "terminalId", batch, trace from billing.card_trace
    where institution_id = ${institutionId} and id = ${id} and kind = ${kind}`.execute(tx)
  return rows[0]
}
