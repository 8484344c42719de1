import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { WorkplaceNotYours } from '../errors.ts'
import { workplacesOf } from '../queries/workplaces.ts'
import { rotateSession, type OpenedSession, type StoredStage } from './session.ts'

/** Begins work at one of one's institutions, or changes to another. The roles of that place count from now on. */
export async function chooseInstitution(
  tx: Tx,
  context: Context,
  { accountId, token, stage, institutionId }: { accountId: string; token: string; stage: StoredStage; institutionId: number },
): Promise<OpenedSession> {
  const workplaces = await workplacesOf(tx, accountId)
  if (!workplaces.some((workplace) => workplace.institutionId === institutionId)) throw new WorkplaceNotYours()
  await audit(tx, context, { action: 'access.choose-institution', subject: `account/${accountId}`, institutionId })
  return rotateSession(tx, context, token, { from: stage, to: 'full', institutionId })
}
