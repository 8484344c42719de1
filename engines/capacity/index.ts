export { addDays, HORIZON_DAYS, unpublishedYears, workDays, type WorkDay } from './calendar.ts'
export { type Half, type PoolCode, poolCodes, type Reason, reasons } from './contract.ts'
export { confirmClaim, type Confirmed } from './operations/confirm-claim.ts'
export { flowBack } from './operations/flow-back.ts'
export { generateSessions, type Generated } from './operations/generate-sessions.ts'
export { addMissingPools, putTemplates, type PoolToPut, type TemplateToPut } from './operations/put-templates.ts'
export { moveClaim, type Moved } from './operations/move-claim.ts'
export { finishClaim, releaseClaim } from './operations/release-claim.ts'
export { daysOfService, type PoolOfSession } from './queries/days-of-service.ts'
export { nextFree, type NextFree, type ServiceRef } from './queries/next-free.ts'
export { firstTimes, type WhichTimes } from './queries/first-times.ts'
export { type PeriodOfDay, periodsOfDay, type PoolOfPeriod } from './queries/periods-of-day.ts'
export { type PeriodFacts, periodById } from './queries/period-by-id.ts'
export { eligibilityOf } from './queries/pool-by-code.ts'
export { moveUnits, type UnitsToMove } from './operations/move-units.ts'
export {
  endClaims, holdStill, restoreClaims, sessionById, sessionsBetween, type SessionFacts, setSessionStatus, withdrawPeriods, type WithdrawnUnits,
} from './operations/suspend-units.ts'
export { freeNear, type Near } from './queries/free-near.ts'
export { loadOfPeriods, type PeriodOfSession } from './queries/load-of-periods.ts'
export { adoptFreedUnits, type FreedUnit, type FreedUnitRef, freedUnitForUpdate, returnFreedUnit, settleFreedUnit } from './operations/decide-freed-unit.ts'
export { stopWaiting, waitForUnits, type WaitingFor } from './operations/wait-for-units.ts'
export { countWaiters, keepForWaiters } from './operations/keep-for-waiters.ts'
export { againstHolders, type ClaimState, claimStates, freedAt, freedSince, type FreedThen, type OpenFreedUnit, openFreedUnits, unitsFreedBy } from './queries/freed-units.ts'
export { unitsLeft, type UnitsAsked } from './queries/units-left.ts'
export { type PoolOpening, poolOpenings } from './queries/pool-opening.ts'
export {
  addPeriods, addSession, addTemplate, changeUnits, endTemplate, generateFrom, handOverSession, lockSessions, moveSession, putException,
  removeException, shapeSession, type UnitChange,
} from './operations/change-schedule.ts'
export { lockSchedule } from './operations/lock-schedule.ts'
export {
  type Conflict, type ExceptionFacts, exceptionsOf, handingConflicts, movingConflicts, periodsOfSessions, type PeriodUnits, type PoolName, poolsOf,
  type ScheduledSession, scheduledSessions, type SessionFill, sessionFills, type TemplateFacts, templatesWhere,
} from './queries/schedule.ts'
export { openedAt, type UnitRef } from './queries/opened-at.ts'
export { countPeriods, listPeriods, type ListedPeriod, type PeriodsWanted, type PeriodState, type Ref, type Span } from './queries/list-periods.ts'
export { countSessions, listSessions, type ListedSession, reasonsAgainst, type SessionsWanted } from './queries/list-sessions.ts'
export { type PoolChange, putPool } from './operations/put-pool.ts'
export {
  type LadderStep, movesOfSession, poolsOfSessions, poolTerms, type PoolTerms, type Released, releasedUnits, type SessionPools, type UnitMove,
} from './queries/pool-story.ts'
