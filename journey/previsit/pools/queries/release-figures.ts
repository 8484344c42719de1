import { addDays, type Released, releasedUnits } from '#engines/capacity/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { versionAt } from '#platform/rules/index.ts'
import type { ReleasedSession, ReleaseFigures, ReleaseShare } from '../contract.ts'
import { primaryCare, primaryCareRule } from '../rules.ts'
import { whoOf } from './fill.ts'

type Group = ReleaseShare['group']

/** Indicator 2 by month, for expert and general clinics: units open to primary care over all outpatient units. */
export async function releaseFigures(tx: Tx, snapshot: Snapshot, institutionId: number, from: string, to: string, now: Date): Promise<ReleaseFigures> {
  const rule = await primaryCareRule(tx, institutionId, now)
  const sessions = await releasedUnits(tx, institutionId, rule.pools, from, to)
  const groupOf = grouping(snapshot, institutionId)
  const months = [...new Set(sessions.map((one) => one.day.slice(0, 7)))].sort()
  const rows = months.flatMap((month) => (['all', 'expert', 'general'] as const).map((group): ReleaseShare => {
    const mine = sessions.filter((one) => one.day.startsWith(month) && (group === 'all' || groupOf(one) === group))
    const sum = (of: (one: Released) => number) => mine.reduce((total, one) => total + of(one), 0)
    const units = sum((one) => one.units)
    const released = sum((one) => one.released)
    return { month, group, units, released, taken: sum((one) => one.taken), share: units === 0 ? null : released / units }
  }))
  const { source, verified } = await versionAt(tx, primaryCare, institutionId, now)
  const institution = snapshot.institutions.get(institutionId)
  return {
    institutionId, institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '', from, to, pools: [...rule.pools],
    target: { expertPercent: rule.expertPercent, basis: rule.basis ?? '', basisEn: rule.basisEn ?? '', source, verified }, rows,
  }
}

/** The sessions behind one figure, so that anybody can add it up again. */
export async function releasedSessions(tx: Tx, snapshot: Snapshot, institutionId: number, month: string, group: Group, now: Date): Promise<ReleasedSession[]> {
  const rule = await primaryCareRule(tx, institutionId, now)
  const first = `${month}-01`
  const sessions = await releasedUnits(tx, institutionId, rule.pools, first, addDays(nextMonth(month), -1))
  const groupOf = grouping(snapshot, institutionId)
  return sessions.filter((one) => group === 'all' || groupOf(one) === group).map((one) => {
    const service = snapshot.services.get(`${institutionId}/${one.serviceId}`)
    return {
      serviceId: one.serviceId, serviceName: service?.name ?? '', serviceNameEn: service?.nameEn ?? '', ...whoOf(snapshot, { institutionId, practitionerId: service?.practitionerId ?? null }),
      sessionId: one.sessionId, day: one.day, units: one.units, released: one.released, taken: one.taken,
    }
  })
}

function nextMonth(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return number === 12 ? `${year! + 1}-01-01` : `${year}-${String(number! + 1).padStart(2, '0')}-01`
}

/** Expert clinics by name of their kind; every other kind is general here. */
function grouping(snapshot: Snapshot, institutionId: number): (one: Released) => 'expert' | 'general' {
  return (one) => (snapshot.services.get(`${institutionId}/${one.serviceId}`)?.kind === 'expert' ? 'expert' : 'general')
}
