import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'
import { spellingColumn } from '#platform/text/index.ts'
import { PlanDocument } from '../plan/format.ts'
import { buildGraph, type Graph } from '../router/graph.ts'

export interface ReadyPlan {
  readonly campusId: number
  readonly version: number
  readonly graph: Graph
  /** How the name of every unit that has one is spelled in letters, for those who type. */
  readonly spellings: Readonly<Record<string, string>>
}

/** As many campuses as a process keeps ready. An edition is published once and never changes, so none is ever stale. */
const MOST = 60
const ready = new Map<string, ReadyPlan>()

/** The published plans of an institution, ready to be walked in. Built once per edition and process. */
export async function readyPlans(tx: Tx, institutionId: number): Promise<ReadyPlan[]> {
  const { rows } = await sql<{ campusId: number; edition: string }>`
    select campus_id as "campusId", edition from guidance.plan where institution_id = ${institutionId} and status = 'published' order by campus_id`.execute(tx)
  const found: ReadyPlan[] = []
  for (const { campusId, edition } of rows) found.push(ready.get(edition) ?? await makeReady(tx, { institutionId, campusId, edition }))
  return found
}

async function makeReady(tx: Tx, { institutionId, campusId, edition }: { institutionId: number; campusId: number; edition: string }): Promise<ReadyPlan> {
  const { rows } = await sql<{ content: unknown; version: number }>`
    select content, version from guidance.plan where institution_id = ${institutionId} and campus_id = ${campusId} and edition = ${edition}`.execute(tx)
  const { content, version } = rows[0]!
  const document = PlanDocument.parse(content)
  const spellings = Object.fromEntries(document.units.filter(({ name }) => name !== '').map(({ id, name, also = [] }) => [id, spellingColumn([name, ...also].join(' '))]))
  const plan = { campusId, version, graph: buildGraph(document), spellings }
  const oldest = [...ready.keys()][0]
  if (ready.size >= MOST && oldest !== undefined) ready.delete(oldest)
  ready.set(edition, plan)
  return plan
}
