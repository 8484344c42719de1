import { hash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { SessionNotFound, StepNotDue } from '../errors.ts'
import { sessionEnded, signedIn } from '../events.ts'
import { session as limits } from '../limits.ts'

export type StoredStage = 'details' | 'password' | 'institution' | 'full'

/** The token goes into the cookie and nowhere else; the database keeps its hash. */
export interface OpenedSession {
  readonly token: string
  readonly kind: 'patient' | 'staff'
}

export function tokenHash(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}

function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export interface NewSession {
  readonly accountId: string
  readonly kind: 'patient' | 'staff'
  readonly stage: StoredStage
  readonly device: string
  readonly institutionId?: number | null
}

/** Begins a sign-in under a token nobody has seen before, whatever cookie came with the request. */
export async function openSession(tx: Tx, context: Context, { accountId, kind, stage, device, institutionId }: NewSession): Promise<OpenedSession> {
  const token = newToken()
  const { now } = context
  await tx
    .insertInto('access.session')
    .values({
      token_hash: tokenHash(token),
      family_id: newId(),
      account_id: accountId,
      institution_id: institutionId ?? null,
      stage,
      created_at: now,
      issued_at: now,
      last_used_at: now,
      ...lifeOf(kind, stage, now),
      device: device.slice(0, 200),
    })
    .execute()
  if (stage === 'full') await announce(tx, context, signedIn(accountId))
  return { token, kind }
}

function lifeOf(kind: 'patient' | 'staff', stage: StoredStage, begunAt: Date): { idle_seconds: number; expires_at: Date } {
  const life = stage === 'full' ? limits[kind].lifeSeconds : limits.unfinishedSeconds
  return { idle_seconds: limits[kind].idleSeconds, expires_at: new Date(begunAt.getTime() + life * 1000) }
}

/**
 * Replaces a token by a new one of the same family; with `next`, also takes the sign-in a step further, which no old
 * token may inherit. Of two that do it at once one succeeds; the other gets {@link StepNotDue}.
 */
export async function rotateSession(
  tx: Tx,
  context: Context,
  token: string,
  next?: { readonly from: StoredStage; readonly to: StoredStage; readonly institutionId?: number | null },
): Promise<OpenedSession> {
  const { now } = context
  const old = await tx
    .updateTable('access.session')
    // A step further ends the old token at once: what was half signed in must not stay usable.
    .set(next ? { rotated_at: now, ended_at: now } : { rotated_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('rotated_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .$if(next !== undefined, (query) => query.where('stage', '=', next?.from ?? ''))
    .returning(['family_id', 'account_id', 'institution_id', 'stage', 'created_at', 'idle_seconds', 'expires_at', 'device'])
    .executeTakeFirst()
  if (!old) throw new StepNotDue()
  const { kind } = await tx.selectFrom('access.account').select('kind').where('id', '=', old.account_id).executeTakeFirstOrThrow()
  const stage = next?.to ?? (old.stage as StoredStage)
  const fresh = newToken()
  await tx
    .insertInto('access.session')
    .values({
      ...old,
      token_hash: tokenHash(fresh),
      stage,
      institution_id: next?.institutionId !== undefined ? next.institutionId : old.institution_id,
      issued_at: now,
      last_used_at: now,
      ...(next ? lifeOf(kind as 'patient' | 'staff', stage, now) : {}),
    })
    .execute()
  if (next?.to === 'full') await announce(tx, context, signedIn(old.account_id))
  return { token: fresh, kind: kind as 'patient' | 'staff' }
}

/** Signs out this device. */
export async function endSession(tx: Tx, context: Context, token: string): Promise<void> {
  const { rows } = await sql<{ account_id: string; family_id: string }>`
    update access.session set ended_at = ${context.now}
    where family_id = (select family_id from access.session where token_hash = ${tokenHash(token)}) and ended_at is null
    returning account_id, family_id`.execute(tx)
  const ended = rows[0]
  if (ended) await announce(tx, context, sessionEnded(ended.account_id, ended.family_id))
}

/** Signs out one device of the account, chosen from the list. */
export async function endFamily(tx: Tx, context: Context, accountId: string, familyId: string): Promise<void> {
  const ended = await tx
    .updateTable('access.session')
    .set({ ended_at: context.now })
    .where('account_id', '=', accountId)
    .where('family_id', '=', familyId)
    .where('ended_at', 'is', null)
    .returning('token_hash')
    .execute()
  if (ended.length === 0) throw new SessionNotFound()
  await announce(tx, context, sessionEnded(accountId, familyId))
}

/** Signs out everywhere, this device included. */
export async function endAllSessions(tx: Tx, context: Context, accountId: string): Promise<void> {
  await tx.updateTable('access.session').set({ ended_at: context.now }).where('account_id', '=', accountId).where('ended_at', 'is', null).execute()
  await announce(tx, context, sessionEnded(accountId, null))
}
