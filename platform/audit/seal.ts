import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'

/** Where an institution's chain does not hold, and what is wrong there. */
export interface AuditFault {
  readonly institutionId: number
  readonly sequence: number
  readonly fault: 'row-changed-or-missing' | 'chain-broken' | 'seal-missing' | 'checkpoint-differs'
}

export interface Checkpoint {
  readonly institutionId: number
  readonly sequence: number
  readonly hash: string
  readonly at: string
}

// One text per row that changes when any column changes; jsonb has one canonical text.
const ROW_TEXT = `concat_ws('|', id, xid, institution_id, extract(epoch from at), actor_kind, actor_id, action,
  coalesce(person_id::text, '-'), subject, purpose, result, request_id, detail::text)`

const SEALED_AT_ONCE = 5000

/**
 * Chains the audit rows that no running transaction can still precede, a batch per institution, so that a later change,
 * loss or insertion shows. Runs as the schema's owner, one sealer at a time (advisory lock).
 * Returns a checkpoint for each institution sealed; keep them outside the database.
 */
export async function sealAudit(pool: Pool): Promise<Checkpoint[]> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows: lock } = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock(7406002) as got')
    if (!lock[0]!.got) {
      await client.query('rollback')
      return []
    }
    const checkpoints = await sealNextBatch(client)
    await client.query('commit')
    return checkpoints
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function sealNextBatch(client: PoolClient): Promise<Checkpoint[]> {
  const { rows: cursor } = await client.query<{ xid: string; id: number }>(
    `insert into platform.event_cursor (reader) values ('audit-sealer')
     on conflict (reader) do update set reader = excluded.reader returning xid::text, id`,
  )
  const { rows } = await client.query<{ institution_id: number; id: number; xid: string; text: string }>(
    `select institution_id, id, xid::text, ${ROW_TEXT} as text from platform.audit
     where (xid, id) > ($1::xid8, $2) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, id limit ${SEALED_AT_ONCE}`,
    [cursor[0]!.xid, cursor[0]!.id],
  )
  const last = rows.at(-1)
  if (!last) return []
  const byInstitution = Map.groupBy(rows, (row) => row.institution_id)
  const checkpoints: Checkpoint[] = []
  for (const [institutionId, members] of byInstitution) {
    checkpoints.push(await appendSeal(client, institutionId, members.map((m) => m.id), members.map((m) => m.text)))
  }
  await client.query(`update platform.event_cursor set xid = $1::xid8, id = $2 where reader = 'audit-sealer'`, [last.xid, last.id])
  return checkpoints
}

async function appendSeal(client: PoolClient, institutionId: number, ids: number[], texts: string[]): Promise<Checkpoint> {
  const { rows } = await client.query<{ sequence: number; hash: Buffer }>(
    'select sequence, hash from platform.audit_seal where institution_id = $1 order by sequence desc limit 1',
    [institutionId],
  )
  const previous = rows[0]
  const previousHash = previous?.hash ?? Buffer.alloc(32)
  const sequence = (previous?.sequence ?? 0) + 1
  const hash = chainHash(previousHash, texts)
  const { rows: sealed } = await client.query<{ at: Date }>(
    `insert into platform.audit_seal (institution_id, sequence, row_ids, previous_hash, hash)
     values ($1, $2, $3, $4, $5) returning sealed_at as at`,
    [institutionId, sequence, ids, previousHash, hash],
  )
  return { institutionId, sequence, hash: hash.toString('hex'), at: sealed[0]!.at.toISOString() }
}

function chainHash(previous: Buffer, texts: readonly string[]): Buffer {
  const hash = createHash('sha256').update(previous)
  for (const text of texts) hash.update(createHash('sha256').update(text).digest())
  return hash.digest()
}

/** Recomputes every chain and compares it with the checkpoints kept outside. An empty answer means nothing was touched. */
export async function verifyAudit(pool: Pool, checkpoints: readonly Checkpoint[] = []): Promise<AuditFault[]> {
  const { rows: seals } = await pool.query<{
    institution_id: number
    sequence: number
    row_ids: number[]
    previous_hash: Buffer
    hash: Buffer
    texts: string[] | null
  }>(
    `select s.institution_id, s.sequence, s.row_ids, s.previous_hash, s.hash,
       (select array_agg(${ROW_TEXT} order by o) from unnest(s.row_ids) with ordinality u(row_id, o) join platform.audit a on a.id = u.row_id) as texts
     from platform.audit_seal s order by s.institution_id, s.sequence`,
  )
  const faults: AuditFault[] = []
  const chain = new Map<number, { sequence: number; hash: Buffer }>()
  for (const seal of seals) {
    const at = { institutionId: seal.institution_id, sequence: seal.sequence }
    const before = chain.get(seal.institution_id) ?? { sequence: 0, hash: Buffer.alloc(32) }
    if (seal.sequence !== before.sequence + 1) faults.push({ ...at, fault: 'seal-missing' })
    else if (!seal.previous_hash.equals(before.hash)) faults.push({ ...at, fault: 'chain-broken' })
    if (!chainHash(seal.previous_hash, seal.texts ?? []).equals(seal.hash)) faults.push({ ...at, fault: 'row-changed-or-missing' })
    chain.set(seal.institution_id, { sequence: seal.sequence, hash: seal.hash })
  }
  return [...faults, ...(await unsealedStrays(pool)), ...differingCheckpoints(seals, checkpoints)]
}

/** Rows slipped in behind the sealer: older than its cursor, yet in no seal. */
async function unsealedStrays(pool: Pool): Promise<AuditFault[]> {
  const { rows } = await pool.query<{ institution_id: number }>(
    `select distinct a.institution_id from platform.audit a, platform.event_cursor c
     where c.reader = 'audit-sealer' and (a.xid, a.id) <= (c.xid, c.id)
       and not exists (select from platform.audit_seal s where s.institution_id = a.institution_id and a.id = any (s.row_ids))`,
  )
  return rows.map((row) => ({ institutionId: row.institution_id, sequence: 0, fault: 'row-changed-or-missing' }))
}

function differingCheckpoints(
  seals: readonly { institution_id: number; sequence: number; hash: Buffer }[],
  checkpoints: readonly Checkpoint[],
): AuditFault[] {
  const hashes = new Map(seals.map((seal) => [`${seal.institution_id}/${seal.sequence}`, seal.hash.toString('hex')]))
  return checkpoints
    .filter((kept) => hashes.get(`${kept.institutionId}/${kept.sequence}`) !== kept.hash)
    .map((kept) => ({ institutionId: kept.institutionId, sequence: kept.sequence, fault: 'checkpoint-differs' as const }))
}
