import { sql } from 'kysely'
import { actorId } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Rule } from './declare.ts'

/** One version of a rule, as it is kept for ever. */
export interface Version {
  readonly code: string
  readonly institutionId: number
  readonly version: number
  readonly validFrom: string
  /** Null: from this day on what holds in the region holds here too. */
  readonly value: unknown
  readonly source: string
  readonly verified: boolean
  /** Null: it came with the platform. */
  readonly publishedAt: Date | null
  readonly publishedBy: string
}

const columns = sql`code, institution_id as "institutionId", version, valid_from::text as "validFrom", value, source, verified,
  published_at as "publishedAt", published_by as "publishedBy"`

/** Every version of every rule that this institution or the region ever had, the later first. */
export async function versionsFor(tx: Tx, institutionId: number, code?: string): Promise<Version[]> {
  const { rows } = await sql<Version>`select ${columns} from platform.rule
    where institution_id in (0, ${institutionId}) and (${code ?? null}::text is null or code = ${code ?? null})
    order by code, institution_id desc, valid_from desc, version desc`.execute(tx)
  return rows
}

/** The version that holds on a day among those of one rule, the later first: the institution's own, else the region's. */
export function versionOn(versions: readonly Version[], institutionId: number, day: string): Version | undefined {
  const own = institutionId === 0 ? undefined : versions.find((one) => one.institutionId === institutionId && one.validFrom <= day)
  return own && own.value !== null ? own : versions.find((one) => one.institutionId === 0 && one.validFrom <= day)
}

/** The version in force at this moment, with where it comes from. */
export async function versionAt(tx: Tx, rule: Rule, institutionId: number, at: Date): Promise<Version> {
  const where = rule.setBy === 'institution' ? institutionId : 0
  const found = versionOn(await versionsFor(tx, where, rule.code), where, localDay(at))
  if (!found) throw new Error(`there is no rule ${rule.code}`)
  return found
}

export interface NewVersion {
  readonly institutionId: number
  /** The last version its publisher has seen; 0 where there was none. */
  readonly after: number
  readonly validFrom: string
  /** Null: back to the region's. */
  readonly value: unknown
  readonly source: string
}

/**
 * Adds a version of a rule. The value is held against the declaration here, so that none is stored that its module could not read.
 * Violates `rule_one_version_after_the_other` (or the primary key) when somebody else published meanwhile.
 */
export async function addVersion(tx: Tx, context: Context, rule: Rule, { institutionId, after, validFrom, value, source }: NewVersion): Promise<number> {
  const stored = value === null ? null : JSON.stringify(rule.schema.parse(value))
  const { rows } = await sql<{ version: number }>`
    select platform.publish_rule(${rule.code}, ${institutionId}, ${after}, ${validFrom}::date, ${stored}::jsonb,
      coalesce((select unit from platform.rule where code = ${rule.code} and institution_id = 0 order by valid_from desc limit 1), ''),
      ${source}, ${actorId(context.actor)}, ${context.now}) as version`.execute(tx)
  return rows[0]!.version
}
