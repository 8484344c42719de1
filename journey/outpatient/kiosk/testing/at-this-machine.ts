import type { InstitutionId } from '#platform/context/context.ts'
import { type Db, inTransaction } from '#platform/database/index.ts'
import type { MachineContext } from '../machine-context.ts'
import { issuePass } from '../pass.ts'
import { openSession } from '../session.ts'

/** A machine in a test: its pass, and somebody who has just shown who they are. */
export function atThisMachine(institutionId: number, machine: string, now: Date) {
  const context: MachineContext = {
    actor: { kind: 'staff', accountId: `kiosk:${machine}`, staffId: 0, institutionId: institutionId as InstitutionId, roles: ['kiosk'] },
    institutionId: institutionId as InstitutionId, machine, purpose: 'treatment', now, requestId: 'test', channel: 'kiosk',
  }
  return {
    context,
    headers: { 'x-kiosk-pass': issuePass(institutionId, machine, now) },
    sessionOf: (db: Db, personId: string) => inTransaction(db, context, (tx) => openSession(tx, context, personId)),
  }
}
