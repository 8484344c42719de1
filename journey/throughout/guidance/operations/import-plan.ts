import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { PlanImported } from '../contract.ts'
import type { PlanDocument } from '../plan/format.ts'
import { type GivenFile, readPlanFiles } from '../import/read-plan.ts'
import { partsOf } from '../router/reach.ts'
import { putDraft } from './put-draft.ts'

interface Given {
  readonly institutionId: number
  readonly campusId: number
  readonly files: readonly GivenFile[]
  readonly write: boolean
}

/**
 * Brings a drawing in as the campus's draft, or only looks at it. Nobody walks by it before somebody has published it.
 * A faulty feature is left out and told; of our own format nothing is taken while there is any fault.
 */
export async function importPlan(tx: Tx, context: Context, { institutionId, campusId, files, write }: Given): Promise<PlanImported> {
  const { plan, faults, repairs, source } = readPlanFiles(files)
  const usable = plan !== undefined && (source === 'imdf' || faults.length === 0)
  let version: number | null = null
  if (usable && write) {
    version = (await putDraft(tx, context, { institutionId, campusId, plan, source, repairs, note: '' })).version
    await audit(tx, context, { action: 'guidance.import-plan', subject: `plan/${campusId}/${version}`, institutionId, detail: { source, units: plan.units.length, faults: faults.length, repairs: repairs.length } })
  }
  return {
    written: version !== null, version, faults: [...faults], repairs: [...repairs], units: plan?.units.length ?? 0, openings: plan?.openings.length ?? 0, connectors: plan?.connectors.length ?? 0, levels: plan?.levels.length ?? 0,
    joined: plan ? largestPart(plan) : 0, joinedAsDrawn: plan ? largestPart({ ...plan, openings: plan.openings.filter((opening) => !opening.inferred) }) : 0,
  }
}

const largestPart = (plan: PlanDocument): number => partsOf(plan)[0]?.length ?? 0
