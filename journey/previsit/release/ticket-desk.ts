import { createLanes } from '#platform/batching/index.ts'
import type { Services } from '#platform/services.ts'
import type { StoredOpening } from './opening-row.ts'

/** A ticket as the database has it; names as its columns. */
export interface StoredTicket {
  readonly institution_id: number
  readonly opening_id: string
  readonly id: string
  readonly account_id: string
  readonly person_id: string
  readonly early: boolean
  readonly place: number | null
  readonly turn_at: string | null
  readonly entered_at: string | null
  readonly ended_at: string | null
  readonly outcome: 'booked' | 'left' | null
}

export interface Join {
  readonly opening: StoredOpening
  readonly accountId: string
  readonly personId: string
  readonly requestId: string
  readonly now: Date
}

export interface Joined {
  readonly outcome: 'ok' | 'other-person' | 'person-waits' | 'shut'
  readonly ticket: StoredTicket | null
}

export interface TicketDesk {
  join(wish: Join): Promise<Joined>
  /** The account's ticket, from memory when it was looked at a moment ago; `fresh` asks the database in any case. */
  of(opening: StoredOpening, accountId: string, fresh?: boolean): Promise<StoredTicket | undefined>
  /** Keeps what is known since an act of this process. */
  note(ticket: StoredTicket): void
  /** How many wait for the database here. */
  waiting(): number
}

const KEPT_MS = 3000
const KEPT_MOST = 100_000
const BATCH = 500

interface Kept {
  readonly ticket: StoredTicket | undefined
  readonly at: number
}

/** Gives and finds tickets, for many at once: a batch of joins is one statement and one lock of the opening. */
export function ticketDesk({ pool }: Services, seedOf: (opening: StoredOpening) => string): TicketDesk {
  const kept = new Map<string, Kept>()
  const keyOf = (openingId: string, accountId: string) => `${openingId}/${accountId}`
  let waiting = 0

  function keep(openingId: string, accountId: string, ticket: StoredTicket | undefined): void {
    const key = keyOf(openingId, accountId)
    kept.delete(key)
    kept.set(key, { ticket, at: performance.now() })
    if (kept.size > KEPT_MOST) kept.delete(kept.keys().next().value!)
  }

  const joins = createLanes<Join, Joined>({
    lanes: 4, maxBatch: BATCH, laneOf: ({ opening }) => Number.parseInt(opening.id.slice(-6), 16),
    run: (batch) => byOpening(batch, async (opening, wishes) => {
      const { rows } = await pool.query<Joined>({
        name: 'release.join-batch', text: 'select outcome, ticket from release.join_batch($1, $2, $3, $4, $5, $6, $7) order by ord',
        values: [opening.institutionId, opening.id, seedOf(opening), wishes.map((one) => one.accountId), wishes.map((one) => one.personId),
          wishes.map((one) => one.requestId), wishes.reduce((latest, one) => (one.now > latest ? one.now : latest), wishes[0]!.now)],
      })
      return rows
    }),
  })

  const reads = createLanes<{ opening: StoredOpening; accountId: string }, StoredTicket | undefined>({
    lanes: 2, maxBatch: BATCH, laneOf: ({ opening }) => Number.parseInt(opening.id.slice(-6), 16),
    run: (batch) => byOpening(batch, async (opening, asked) => {
      const { rows } = await pool.query<{ ticket: StoredTicket }>({
        name: 'release.tickets-of', text: 'select to_jsonb(t) as ticket from release.tickets_of($1, $2, $3) t',
        values: [opening.institutionId, opening.id, asked.map((one) => one.accountId)],
      })
      const found = new Map(rows.map(({ ticket }) => [ticket.account_id, ticket]))
      return asked.map(({ accountId }) => found.get(accountId))
    }),
  })

  async function counted<T>(work: Promise<T>): Promise<T> {
    waiting++
    try {
      return await work
    } finally {
      waiting--
    }
  }

  return {
    waiting: () => waiting,
    note: (ticket) => keep(ticket.opening_id, ticket.account_id, ticket),
    async join(wish) {
      const joined = await counted(joins.submit(wish))
      if (joined.ticket) keep(wish.opening.id, wish.accountId, joined.ticket)
      return joined
    },
    async of(opening, accountId, fresh = false) {
      const known = kept.get(keyOf(opening.id, accountId))
      if (known && !fresh && performance.now() - known.at < KEPT_MS) return known.ticket
      const ticket = await counted(reads.submit({ opening, accountId }))
      keep(opening.id, accountId, ticket)
      return ticket
    },
  }
}

/** Runs a batch opening by opening, and gives the answers back in the order of the batch. */
async function byOpening<In extends { readonly opening: StoredOpening }, Out>(batch: readonly In[], run: (opening: StoredOpening, of: In[]) => Promise<readonly Out[]>): Promise<Out[]> {
  const answers = Array.from<Out>({ length: batch.length })
  for (const members of Map.groupBy(batch.keys(), (at) => batch[at]!.opening.id).values()) {
    const outs = await run(batch[members[0]!]!.opening, members.map((at) => batch[at]!))
    members.forEach((at, i) => { answers[at] = outs[i]! })
  }
  return answers
}
