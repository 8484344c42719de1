import type { FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { createLanes } from '#platform/batching/index.ts'
import { changesWhoActsForWhom } from '#journey/throughout/people/index.ts'
import type { Actor, InstitutionId, PersonId } from '#platform/context/context.ts'
import type { Services } from '#platform/services.ts'
import { tokenOf } from './cookie.ts'
import { changesOfSessions } from './events.ts'
import { session as limits } from './limits.ts'
import { type StoredStage, tokenHash } from './operations/session.ts'

/** A session as the database knows it, in whatever stage. */
export interface ShownSession {
  readonly accountId: string
  readonly familyId: string
  readonly kind: 'patient' | 'staff'
  readonly stage: StoredStage
  readonly issuedAt: Date
  readonly personId: string | null
  readonly institutionId: number | null
  readonly actor: Actor
}

interface Row {
  account_id: string
  family_id: string
  kind: 'patient' | 'staff'
  person_id: PersonId | null
  acts_for: PersonId[] | null
  institution_id: InstitutionId | null
  staff_id: number | null
  roles: string[] | null
  stage: StoredStage
  issued_at: Date
  reused: boolean
}

const anonymous: Actor = { kind: 'anonymous' }
const rememberMs = 5000
const rememberMost = 50_000

export interface Sessions {
  /** Who sends this request: the HTTP layer asks for every request, so the answer is remembered for a few seconds. */
  authenticate(request: FastifyRequest): Promise<Actor>
  /** The session behind a request's cookie, read fresh: for the steps of signing in. */
  shown(request: FastifyRequest): Promise<(ShownSession & { readonly token: string }) | null>
  /** The same for a token that was given out a moment ago. */
  byToken(token: string): Promise<ShownSession | null>
  /** Forgets an account at once in this process; the others hear of it by event. */
  forget(accountId: string): void
}

const made = new WeakMap<Services, Sessions>()

/** The sessions of this process. */
export function sessionsOf(services: Services): Sessions {
  const known = made.get(services)
  if (known) return known
  const sessions = createSessions(services)
  made.set(services, sessions)
  return sessions
}

function createSessions(services: Services): Sessions {
  const { pool, config, live, log } = services
  const read = readTogether(pool)
  const remembered = new Map<string, { session: ShownSession; until: number }>()
  const asking = new Map<string, Promise<ShownSession | null>>()

  function forgetWhere(isStale: (session: ShownSession) => boolean): void {
    for (const [token, { session }] of remembered) if (isStale(session)) remembered.delete(token)
    // An answer that is on its way was asked before the change.
    asking.clear()
  }

  live.onTypes(changesOfSessions, ({ payload }) => forgetWhere((session) => session.accountId === payload['accountId']))
  live.onTypes(changesWhoActsForWhom, ({ payload }) => {
    const touched = new Set(Object.values(payload))
    forgetWhere(({ actor }) => actor.kind === 'patient' && (touched.has(actor.personId) || actor.mayActFor.some((id) => touched.has(id))))
  })

  async function ask(token: string): Promise<ShownSession | null> {
    const running = asking.get(token)
    if (running) return running
    const asked = read(token).then((found) => {
      if (found === 'reused') log.warn('a replaced session token was shown again; its sign-in was ended everywhere')
      const session = found === 'reused' ? null : found
      // Only if nothing changed meanwhile is the answer worth keeping.
      if (session && asking.get(token) === asked) keep(token, session)
      return session
    })
    asking.set(token, asked)
    try {
      return await asked
    } finally {
      if (asking.get(token) === asked) asking.delete(token)
    }
  }

  async function byToken(token: string): Promise<ShownSession | null> {
    const found = await read(token)
    return found === 'reused' ? null : found
  }

  function keep(token: string, session: ShownSession): void {
    if (remembered.size >= rememberMost) dropOldest(remembered, rememberMost * 0.9)
    remembered.delete(token)
    remembered.set(token, { session, until: Date.now() + rememberMs })
  }

  return {
    async authenticate(request) {
      const token = tokenOf(request, config)
      if (token === undefined) return anonymous
      const known = remembered.get(token)
      if (known && known.until > Date.now()) return known.session.actor
      return (await ask(token))?.actor ?? anonymous
    },
    async shown(request) {
      const token = tokenOf(request, config)
      const found = token === undefined ? null : await byToken(token)
      return found && token !== undefined ? { ...found, token } : null
    },
    byToken,
    forget: (accountId) => forgetWhere((session) => session.accountId === accountId),
  }
}

function dropOldest(kept: Map<string, unknown>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size < most) return
    kept.delete(oldest)
  }
}

/** Many who come at the same moment are looked up in one question. */
function readTogether(pool: Pool): (token: string) => Promise<ShownSession | 'reused' | null> {
  const { submit } = createLanes<string, ShownSession | 'reused' | null>({
    // One lane: two would only make each question half as large.
    lanes: 1, maxBatch: 256, gatherMs: 2, laneOf: () => 0,
    async run(tokens) {
      const { rows } = await pool.query<Row & { ord: number }>({
        name: 'sessions-shown',
        text: 'select * from access.sessions_shown($1, $2, $3)',
        values: [tokens.map(tokenHash), new Date(), limits.graceSeconds],
      })
      const found = new Map(rows.map((row) => [row.ord, row]))
      return tokens.map((_, i) => asShown(found.get(i + 1)))
    },
  })
  return submit
}

function asShown(row: Row | undefined): ShownSession | 'reused' | null {
  if (!row) return null
  if (row.reused) return 'reused'
  return {
    accountId: row.account_id,
    familyId: row.family_id,
    kind: row.kind,
    stage: row.stage,
    issuedAt: row.issued_at,
    personId: row.person_id,
    institutionId: row.institution_id,
    actor: actorOf(row),
  }
}

/** Whoever has not finished signing in is nobody yet. */
function actorOf(row: Row): Actor {
  if (row.stage !== 'full') return anonymous
  if (row.kind === 'patient') {
    if (row.person_id === null) return anonymous
    return { kind: 'patient', accountId: row.account_id, personId: row.person_id, mayActFor: row.acts_for ?? [row.person_id] }
  }
  if (row.institution_id === null || row.staff_id === null || row.roles === null) return anonymous
  return { kind: 'staff', accountId: row.account_id, staffId: row.staff_id, institutionId: row.institution_id, roles: row.roles }
}
