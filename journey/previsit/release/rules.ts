import type { Tx } from '#platform/database/index.ts'
import { ruleAt } from '#platform/rules/index.ts'

/** How a waiting room is run; each hospital may decide for itself. */
export interface RoomRules {
  readonly minutesBefore: number
  readonly perSecond: number
  readonly insideAtMost: number
  readonly enterSeconds: number
  readonly staySeconds: number
  readonly gateMinutes: number
  /** Of one process; who asks beyond that hears when to ask again. */
  readonly answersPerSecond: number
}

export const roomRules = (tx: Tx, institutionId: number, at: Date): Promise<RoomRules> => ruleAt<RoomRules>(tx, 'release.waiting-room', institutionId, at)

export interface GatedOpening {
  readonly departmentId?: number
  readonly serviceId?: number
}
