import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type Rule, type Version, versionOn, versionsFor } from '#platform/rules/index.ts'
import type { RuleHistory, RuleNow, RulesNow, RuleVersion } from '../contract.ts'
import { fieldsOf } from '../describe.ts'
import { mayChange, placeOf, REGION } from '../policy.ts'
import { nameKeeper } from './names.ts'

type NameOf = (version: Version) => Pick<RuleVersion, 'publishedBy' | 'proposedBy'>

/** Every declared rule as it holds here today, with where it comes from and what is planned. */
export async function rulesNow(tx: Tx, context: Context, declared: readonly Rule[]): Promise<RulesNow> {
  const place = placeOf(context)
  const today = localDay(context.now)
  const all = await versionsFor(tx, place)
  const byCode = Map.groupBy(all, (one) => one.code)
  const nameOf = await publishers(tx, all)
  const rules = declared.flatMap((rule): RuleNow[] => {
    // A hospital's own row counts only where it may have one.
    const versions = (byCode.get(rule.code) ?? []).filter((one) => one.institutionId === REGION || rule.setBy === 'institution')
    const now = versionOn(versions, place, today)
    if (!now) return []
    const own = versions.filter((one) => one.institutionId === place)
    return [{
      code: rule.code, setBy: rule.setBy, page: rule.page ?? null, mayChange: mayChange(context, rule), approvals: rule.approvals, fields: fieldsOf(rule),
      now: shown(now, place, nameOf),
      planned: own.filter((one) => one.validFrom > today).map((one) => shown(one, place, nameOf)).reverse(),
      last: own.reduce((most, { version }) => Math.max(most, version), 0),
    }]
  })
  return { institutionId: place, isRegion: place === REGION, today, rules }
}

/** Every version of one rule here and in the region, the later first. */
export async function ruleHistory(tx: Tx, context: Context, rule: Rule): Promise<RuleHistory> {
  const place = placeOf(context)
  const versions = await versionsFor(tx, place, rule.code)
  const nameOf = await publishers(tx, versions)
  return { code: rule.code, versions: versions.map((one) => shown(one, place, nameOf)).sort((a, b) => (a.validFrom < b.validFrom ? 1 : a.validFrom > b.validFrom ? -1 : b.version - a.version)) }
}

function shown({ institutionId, version, validFrom, value, source, verified, publishedAt, ...rest }: Version, place: number, nameOf: NameOf): RuleVersion {
  const named = nameOf({ institutionId, version, validFrom, value, source, verified, publishedAt, ...rest })
  return { version, own: institutionId === place, validFrom, value, source, verified, publishedAt: publishedAt?.toISOString() ?? null, ...named }
}

/** Who published, and who had proposed it, by name where they are known to whoever reads. */
async function publishers(tx: Tx, versions: readonly Version[]): Promise<NameOf> {
  const places = [...new Set(versions.map(({ institutionId }) => institutionId))]
  const { rows } = await sql<{ institutionId: number; code: string; version: number; accountId: string }>`select institution_id as "institutionId", code, version, proposed_by as "accountId"
    from rules.proposal where state = 'published' and institution_id = any (${places}::integer[])`.execute(tx)
  const proposers = new Map(rows.map(({ institutionId, code, version, accountId }) => [`${institutionId}/${code}/${version}`, accountId]))
  const nameOf = await nameKeeper(tx, [...versions.map(({ institutionId, publishedBy }) => ({ institutionId, accountId: publishedBy })), ...rows])
  return ({ institutionId, code, version, publishedBy }) => ({
    publishedBy: nameOf(institutionId, publishedBy),
    proposedBy: nameOf(institutionId, proposers.get(`${institutionId}/${code}/${version}`) ?? ''),
  })
}
