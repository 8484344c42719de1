import { createHash } from 'node:crypto'
import { createGzip } from 'node:zlib'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface ToPublish {
  readonly institutionId: number
  /** The type of the resources in it. */
  readonly kind: string
  /** Where it is, for those who fetch only what is near them. */
  readonly region: string
  /** When the facts were read. */
  readonly at: Date
  readonly resources: Iterable<object> | AsyncIterable<object>
}

/** Puts a file of resources, one a line, in the place of the one before. When nothing changed it keeps its ETag and its time. Returns how many. */
export async function publish(tx: Tx, { institutionId, kind, region, at, resources }: ToPublish): Promise<number> {
  const gzip = createGzip({ level: 6 })
  const hash = createHash('sha256')
  const chunks: Buffer[] = []
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => gzip.once('end', resolve).once('error', reject))
  let rowCount = 0
  let byteCount = 0
  for await (const resource of resources) {
    const line = `${JSON.stringify(resource)}\n`
    hash.update(line)
    rowCount++
    byteCount += Buffer.byteLength(line)
    if (!gzip.write(line)) await new Promise((resolve) => gzip.once('drain', resolve))
  }
  gzip.end()
  await ended
  const etag = hash.digest('base64url').slice(0, 22)
  const same = await sql`update integration.publication set made_at = ${at} where institution_id = ${institutionId} and kind = ${kind} and etag = ${etag} and region = ${region} returning kind`.execute(tx)
  if (same.rows.length > 0) return rowCount
  await sql`insert into integration.publication (institution_id, kind, row_count, byte_count, etag, content, region, made_at, changed_at)
    values (${institutionId}, ${kind}, ${rowCount}, ${byteCount}, ${etag}, ${Buffer.concat(chunks)}, ${region}, ${at}, ${at})
    on conflict (institution_id, kind) do update set row_count = excluded.row_count, byte_count = excluded.byte_count, etag = excluded.etag,
      content = excluded.content, region = excluded.region, made_at = excluded.made_at, changed_at = excluded.changed_at`.execute(tx)
  return rowCount
}
