import { sql } from 'kysely'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { campusesOf } from '#journey/throughout/directory/index.ts'
import type { PlanList, PlanListed, PlanOpened, Sign } from '../contract.ts'
import { PlanNotFound } from '../errors.ts'
import { PlanDocument } from '../plan/format.ts'
import type { PlanRepair } from '../plan/report.ts'
import { closuresOf } from './closures.ts'
import { placeRef } from './place-of-room.ts'
import { readyPlans } from './ready-plan.ts'

/** The institution's campuses, every version of their plans and what is closed. */
export async function planList(tx: Tx, context: Context, institutionId: number): Promise<PlanList> {
  const { rows } = await sql<Omit<PlanListed, 'madeAt' | 'publishedAt'> & { madeAt: Date; publishedAt: Date | null }>`
    select campus_id as "campusId", version, status, source, note, jsonb_array_length(content->'units') as units, jsonb_array_length(content->'levels') as levels, made_at as "madeAt", published_at as "publishedAt"
    from guidance.plan where institution_id = ${institutionId} order by campus_id, version desc limit 200`.execute(tx)
  return {
    campuses: (await campusesOf(tx, institutionId)).map(({ id, name }) => ({ id, name })),
    plans: rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString(), publishedAt: row.publishedAt?.toISOString() ?? null })),
    closures: await namedClosures(tx, context, institutionId),
  }
}

/** What is closed, by the words on its door and its floor. */
async function namedClosures(tx: Tx, context: Context, institutionId: number): Promise<PlanList['closures']> {
  const plans = await readyPlans(tx, institutionId)
  return (await closuresOf(tx, institutionId, context.now)).map((closure) => {
    const plan = plans.find(({ campusId }) => campusId === closure.campusId)?.graph.plan
    const unit = plan?.units.find(({ id }) => id === closure.elementId)
    const level = plan?.levels.find(({ id }) => id === unit?.level)
    const thing = unit ?? plan?.connectors.find(({ id }) => id === closure.elementId)
    return { ...closure, name: [thing?.name || closure.elementId, level?.name].filter(Boolean).join(' '), nameEn: [thing?.nameEn || closure.elementId, level?.nameEn].filter(Boolean).join(' ') }
  })
}

interface PlanRow {
  readonly version: number
  readonly revision: number
  readonly status: PlanOpened['status']
  readonly content: unknown
  readonly repairs: PlanRepair[]
}

/** What one works on in a campus: its draft, else the published plan, from which the first change makes a draft. */
export async function openPlan(tx: Tx, context: Context, institutionId: number, campusId: number): Promise<PlanOpened> {
  const { rows } = await sql<PlanRow>`
    select version, revision, status, content, repairs from guidance.plan
    where institution_id = ${institutionId} and campus_id = ${campusId} and status in ('draft', 'published') order by (status = 'draft') desc`.execute(tx)
  const shown = rows[0]
  if (!shown) throw new PlanNotFound({ campusId })
  const published = rows.find(({ status }) => status === 'published')
  return {
    campusId, version: shown.version, revision: shown.status === 'draft' ? shown.revision : 0, status: shown.status, plan: PlanDocument.parse(shown.content),
    published: published ? PlanDocument.parse(published.content) : null, repairs: shown.repairs,
    closures: (await closuresOf(tx, institutionId, context.now)).filter((closure) => closure.campusId === campusId),
  }
}

/** The codes of a campus's signs, with what stands beside each. Those of rooms that are gone are left out. */
export async function signsOf(tx: Tx, institutionId: number, campusId: number): Promise<Sign[]> {
  const plan = (await readyPlans(tx, institutionId)).find((each) => each.campusId === campusId)
  const { rows } = await sql<{ code: string; unitId: string }>`
    select code, unit_id as "unitId" from guidance.sign where institution_id = ${institutionId} and campus_id = ${campusId} order by unit_id`.execute(tx)
  return rows.flatMap(({ code, unitId }) => {
    const place = plan && placeRef(institutionId, plan, unitId)
    return place ? [{ code, campusId, unitId, name: place.name, nameEn: place.nameEn, floor: place.floor, building: place.building }] : []
  })
}
