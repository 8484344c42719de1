import { sql } from 'kysely'
import type { Db } from '#platform/database/index.ts'

export interface Publication {
  readonly institutionId: number
  readonly kind: string
  readonly region: string
  readonly etag: string
  readonly madeAt: Date
  readonly changedAt: Date
}

export async function publications(db: Db): Promise<Publication[]> {
  const { rows } = await sql<Publication>`select institution_id as "institutionId", kind, region, etag, made_at as "madeAt", changed_at as "changedAt"
    from integration.publication where row_count > 0 order by kind, institution_id`.execute(db)
  return rows
}

export async function publicationOf(db: Db, institutionId: number, kind: string): Promise<{ etag: string; changedAt: Date; content: () => Promise<Buffer> } | undefined> {
  const { rows } = await sql<{ etag: string; changedAt: Date }>`select etag, changed_at as "changedAt" from integration.publication where institution_id = ${institutionId} and kind = ${kind}`.execute(db)
  const [found] = rows
  if (!found) return undefined
  return {
    ...found,
    async content() {
      const { rows: [row] } = await sql<{ content: Buffer }>`select content from integration.publication where institution_id = ${institutionId} and kind = ${kind}`.execute(db)
      return row?.content ?? Buffer.alloc(0)
    },
  }
}
