import { randomBytes } from 'node:crypto'
import type { Services } from '#platform/services.ts'
import { behaviourOf } from '../behaviour.ts'

type Inside = Pick<Services, 'pool' | 'clock'>

export interface OperationRow {
  readonly terminal_id: string
  readonly batch: number
  readonly trace: number
  readonly kind: 'sale' | 'void' | 'refund'
  readonly order_no: string
  readonly original_reference: string | null
  readonly amount_cents: number
  readonly state: 'waiting' | 'approved' | 'declined' | 'reversed' | 'voided'
  readonly step: '' | 'insert-card' | 'enter-pin' | 'authorising'
  readonly reference: string
  readonly card: string
}

export interface Numbered {
  readonly terminal: string
  readonly batch: number
  readonly trace: number
}

/** What is being authorised is decided when its time has come. */
const COLUMNS = `terminal_id, batch, trace, kind, order_no, original_reference, amount_cents, reference, card,
  case when state = 'waiting' and ended_at <= $1 then 'approved' else state end as state, case when state = 'waiting' and ended_at <= $1 then '' else step end as step`

const digits = (count: number) => Array.from(randomBytes(count), (byte) => byte % 10).join('')

export async function operation({ pool, clock }: Inside, { terminal, batch, trace }: Numbered): Promise<OperationRow | undefined> {
  const { rows } = await pool.query<OperationRow>(`select ${COLUMNS} from simulator.card_operation where terminal_id = $2 and batch = $3 and trace = $4`, [clock.now(), terminal, batch, trace])
  return rows[0]
}

/** The sale a reader waits with, if it does. */
export async function atReader({ pool, clock }: Inside, terminalId: string): Promise<OperationRow | undefined> {
  const { rows } = await pool.query<OperationRow>(
    `select ${COLUMNS} from simulator.card_operation where terminal_id = $2 and kind = 'sale' and state = 'waiting' and (ended_at is null or ended_at > $1) limit 1`, [clock.now(), terminalId])
  return rows[0]
}

/** Begins a sale, or finds the one this number means. */
export async function sell(services: Inside, number: Numbered, { cents, order }: { cents: number; order: string }): Promise<OperationRow | '58' | '94' | '12'> {
  const before = await operation(services, number)
  if (!before && (await atReader(services, number.terminal))) return '58'
  const { pool, clock } = services
  await pool.query(
    `insert into simulator.card_operation (terminal_id, batch, trace, kind, order_no, amount_cents, state, step, reference, created_at)
     values ($1, $2, $3, 'sale', $4, $5, 'waiting', 'insert-card', $6, $7) on conflict do nothing`, [number.terminal, number.batch, number.trace, order, cents, digits(12), clock.now()])
  const row = (await operation(services, number))!
  // A reversal was here first, and kept the number.
  if (row.state === 'reversed') return '12'
  return row.kind === 'sale' && row.order_no === order && row.amount_cents === cents ? row : '94'
}

/** The person at the reader: puts the card in, then types the number; or the card is not accepted. */
export async function touchReader(services: Inside, terminalId: string, what: 'go-on' | 'decline'): Promise<void> {
  const sale = await atReader(services, terminalId)
  if (!sale) return
  const { pool, clock } = services
  const { callbackDelaySeconds } = await behaviourOf(pool, 'bankcard')
  const here = [terminalId, sale.batch, sale.trace]
  const [now, decided] = [clock.now(), new Date(clock.now().getTime() + callbackDelaySeconds * 1000)]
  if (what === 'decline') await pool.query(`update simulator.card_operation set state = 'declined', step = '', ended_at = $4 where terminal_id = $1 and batch = $2 and trace = $3 and state = 'waiting'`, [...here, now])
  else if (sale.step === 'insert-card') await pool.query(`update simulator.card_operation set step = 'enter-pin', card = '622848******7391' where terminal_id = $1 and batch = $2 and trace = $3 and state = 'waiting' and step = 'insert-card'`, here)
  else if (sale.step === 'enter-pin') {
    await pool.query(`update simulator.card_operation set step = 'authorising', ended_at = $4 where terminal_id = $1 and batch = $2 and trace = $3 and state = 'waiting' and step = 'enter-pin'`, [...here, decided])
  }
}

/** A sale that is not decided never will be; one that has not come is refused when it does. */
export async function reverse(services: Inside, number: Numbered): Promise<OperationRow> {
  const { pool, clock } = services
  await pool.query(
    `insert into simulator.card_operation (terminal_id, batch, trace, kind, order_no, amount_cents, state, reference, created_at, ended_at)
     values ($1, $2, $3, 'sale', '', 0, 'reversed', $4, $5, $5) on conflict do nothing`, [number.terminal, number.batch, number.trace, digits(12), clock.now()])
  await pool.query(
    `update simulator.card_operation set state = 'reversed', step = '', ended_at = $4 where terminal_id = $1 and batch = $2 and trace = $3 and kind = 'sale' and state = 'waiting'
       and (ended_at is null or ended_at > $4)`, [number.terminal, number.batch, number.trace, clock.now()])
  return (await operation(services, number))!
}

/** Takes a sale off, or gives part of it back, once per number and never more than was paid. */
export async function giveBack(services: Inside, number: Numbered, { kind, cents, order, original, batchNow }: { kind: 'void' | 'refund'; cents: number; order: string; original: string; batchNow: number }): Promise<OperationRow | '94' | '12' | '25'> {
  const { pool, clock } = services
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows: sales } = await client.query<{ batch: number; amount_cents: number; state: string; ended_at: Date | null }>(
      `select batch, amount_cents, state, ended_at from simulator.card_operation where reference = $1 and kind = 'sale' for update`, [original])
    const sale = sales[0]
    if (!sale) return '25'
    const before = await operation(services, number)
    if (before) return before.kind === kind && before.amount_cents === cents && before.original_reference === original ? before : '94'
    const { rows } = await client.query<{ kind: string; sum: number }>(`select kind, sum(amount_cents)::bigint as sum from simulator.card_operation where original_reference = $1 group by kind`, [original])
    const gone = rows.reduce((sum, row) => sum + row.sum, 0)
    const decided = sale.state === 'approved' || (sale.state === 'waiting' && sale.ended_at !== null && sale.ended_at <= clock.now())
    if (!decided || gone + cents > sale.amount_cents || (kind === 'void' && (sale.batch !== batchNow || cents !== sale.amount_cents || gone > 0))) return '12'
    await client.query(
      `insert into simulator.card_operation (terminal_id, batch, trace, kind, order_no, original_reference, amount_cents, state, reference, card, created_at, ended_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'approved', $8, '622848******7391', $9, $9)`, [number.terminal, number.batch, number.trace, kind, order, original, cents, digits(12), clock.now()])
    await client.query('commit')
    return (await operation(services, number))!
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}
