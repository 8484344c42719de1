import { sql } from 'kysely'
import { systemContext, type Context } from '#platform/context/context.ts'
import { closeDatabase, inTransaction, openDatabase, type Db, type Tx } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import { balanceOf, expireHolds, holdMoney, openAccounts, postHold, postLinked, postTransfer, reverseTransfer, voidHold, type LinkedStep } from '../index.ts'
import { startOf, type Numbered } from './in-database.ts'
import { Model, type Lines, type Step } from './model.ts'
import { type Account, accountsOf, hospitalsOf, MIRRORS, statementsOf, transactionsOf } from './sequences.ts'

/** Constraints that are judged when the transaction commits: no operation is there to give them a name. */
const AT_COMMIT = new Set(['transfer_sums_to_zero', 'region_mirrors_hospital'])

interface Played {
  readonly acts: number
  readonly killed: number
  /** Of the killed ones, those that had committed before the connection broke: their client did not know. */
  readonly committedUnknown: number
  readonly faults: string[]
}

/**
 * Plays a sequence as clients do: each act a transaction of its own over a real connection, through the doors of the engine.
 * A crash is an error thrown between two statements, a connection killed there, or one killed while everything including the
 * commit is under way; then nobody was told, and the database must have done all of it or nothing.
 */
export async function playOverConnections(url: string, db: Db, owner: Db, { number, sequence }: Numbered): Promise<Played> {
  const accounts = accountsOf(number)
  const start = startOf(number)
  const told = { acts: 0, killed: 0, committedUnknown: 0, faults: [] as string[] }
  let model = new Model(accounts, MIRRORS)
  const begin = systemContext('player', new Date(start))
  for (const institution of new Set(accounts.map((account) => account.institution))) {
    await inTransaction(db, begin, (tx) => openAccounts(tx, begin, accounts.filter((account) => account.institution === institution).map((account) => account.open)))
  }
  for (const [n, { act, statements }] of transactionsOf(sequence, statementsOf(number, sequence, start)).entries()) {
    const now = start + (n + 1) * 60_000
    const context = systemContext('player', new Date(now))
    told.acts++
    if (act.end === 'expire') {
      await inTransaction(db, context, async (tx) => { while ((await expireHolds(tx, context)) > 0); })
      model.expire(now)
    } else if (act.end === 'crash') {
      const after = model.copy()
      after.transaction(statements, now)
      await (act.after === 0 ? throwing(db, context, statements, accounts) : killed(url, owner, context, statements, accounts, act.after))
      told.killed += act.after === 0 ? 0 : 1
      const trace = await traceOf(owner, number)
      if (trace === after.trace().join() && trace !== model.trace().join()) {
        told.committedUnknown++
        model = after
      }
    } else {
      const expected = model.transaction(statements, now)
      const did = await refusable(inTransaction(db, context, (tx) => sendAll(tx, context, statements, accounts)))
      if (JSON.stringify(did) !== JSON.stringify(expected)) told.faults.push(`sequence ${number}, act ${n}: ${JSON.stringify(did)} where the model says ${JSON.stringify(expected)}`)
    }
    const balances = await inTransaction(db, context, (tx) => Promise.all(accounts.map((account) => balanceOf(tx, account.open))))
    const found = JSON.stringify([balances.map((b) => [b.cents, b.heldInCents, b.heldOutCents]), await traceOf(owner, number)])
    const wished = JSON.stringify([model.balances.map((b) => [b.cents, b.heldIn, b.heldOut]), model.trace().join()])
    if (found !== wished) told.faults.push(`sequence ${number}, act ${n} (${act.end} ${act.after}): ${found} where the model has ${wished}`)
    if (told.faults.length > 0) break
  }
  return told
}

/** An error between two statements: the transaction is rolled back. */
async function throwing(db: Db, context: Context, statements: readonly (readonly Step[])[], accounts: readonly Account[]): Promise<void> {
  await inTransaction(db, context, async (tx) => {
    await sendAll(tx, context, statements.slice(0, 1), accounts)
    throw new Error('crash')
  }).catch(() => {})
}

/** The connection is killed between two statements, or somewhere between the first one and the answer to the commit. */
async function killed(url: string, owner: Db, context: Context, statements: readonly (readonly Step[])[], accounts: readonly Account[], after: number): Promise<void> {
  // A pool of its own: nobody else shall meet the connection that is shot.
  const { db } = openDatabase(url, { poolSize: 1, applicationName: 'shot' })
  let kill: Promise<unknown> | undefined
  await inTransaction(db, context, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    const shoot = () => sql`select pg_terminate_backend(${rows[0]!.pid}, 10000)`.execute(owner)
    if (after === 1) {
      await sendAll(tx, context, statements.slice(0, 1), accounts)
      await shoot()
    } else {
      kill = new Promise((resolve) => setTimeout(resolve, Math.random() * 4)).then(shoot)
    }
    await sendAll(tx, context, statements, accounts)
  }).catch(() => {})
  await kill
  await closeDatabase(db)
}

async function refusable(work: Promise<boolean[]>): Promise<boolean[] | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DomainError || AT_COMMIT.has((error as { constraint?: string }).constraint ?? '')) return undefined
    throw error
  }
}

async function sendAll(tx: Tx, context: Context, statements: readonly (readonly Step[])[], accounts: readonly Account[]): Promise<boolean[]> {
  const did: boolean[] = []
  for (const steps of statements) did.push(await send(tx, context, steps, accounts))
  return did
}

function send(tx: Tx, context: Context, steps: readonly Step[], accounts: readonly Account[]): Promise<boolean> {
  const [only] = steps
  if (steps.length !== 1 || !only) return postLinked(tx, context, steps.map((step) => asLinked(step, accounts)))
  if (only.do === 'void') return voidHold(tx, context, { institutionId: only.institution, holdId: only.hold })
  const step = asLinked(only, accounts)
  if (step.do === 'post') return postTransfer(tx, context, step)
  if (step.do === 'hold') return holdMoney(tx, context, step)
  return step.do === 'post-hold' ? postHold(tx, context, step) : reverseTransfer(tx, context, step)
}

function asLinked(step: Step, accounts: readonly Account[]): LinkedStep {
  const named = (lines: Lines) => lines.map(([account, cents]) => ({ accountId: accounts[account]!.id, cents }))
  const institutionId = step.institution
  if (step.do === 'post') return { do: 'post', institutionId, id: step.id, kind: 'test', reference: step.reference, lines: named(step.lines) }
  if (step.do === 'hold') return { do: 'hold', institutionId, id: step.id, kind: 'test', reference: step.reference, lines: named(step.lines), ...(step.expires === null ? {} : { expiresAt: new Date(step.expires) }) }
  if (step.do === 'post-hold') return { do: 'post-hold', institutionId, id: step.id, holdId: step.hold, ...(step.lines ? { lines: named(step.lines) } : {}) }
  if (step.do === 'reverse') return { do: 'reverse', institutionId, id: step.id, reverses: step.reverses, reference: 'back' }
  throw new Error('a released hold is not linked to anything')
}

/** What the database has of a sequence, in the words of the model's trace. */
async function traceOf(owner: Db, number: number): Promise<string> {
  const prefix = `${number.toString(16).padStart(8, '0')}-0000-7000-8000-`
  const [low, high] = [`${prefix}000000000000`, `${prefix}ffffffffffff`]
  const { rows } = await sql<{ mark: string }>`
    select institution_id || '/' || id as mark from ledger.transfer where institution_id in (0, ${hospitalsOf(number)[0]}, ${hospitalsOf(number)[1]}) and id between ${low} and ${high}
    union all select id || ' ' || case when status in ('voided', 'expired') then 'released' else status end from ledger.hold
    where institution_id in (0, ${hospitalsOf(number)[0]}, ${hospitalsOf(number)[1]}) and id between ${low} and ${high}`.execute(owner)
  return rows.map((row) => row.mark).sort((a, b) => (a < b ? -1 : 1)).join()
}
