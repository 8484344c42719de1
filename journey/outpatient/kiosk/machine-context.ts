import type { Context, InstitutionId } from '#platform/context/context.ts'

/** What a machine does is done in its institution's name and under its own. */
export type MachineContext = Context & { readonly machine: string; readonly institutionId: InstitutionId }

/** The machine acts by itself: what it took is brought to an end after it has gone. */
export function contextOfMachine(institutionId: number, machine: string, { now, requestId }: Pick<Context, 'now' | 'requestId'>): MachineContext {
  const id = institutionId as InstitutionId
  const actor = { kind: 'staff', accountId: `kiosk:${machine}`, staffId: 0, institutionId: id, roles: ['kiosk'] } as const
  return { actor, institutionId: id, machine, purpose: 'treatment', now, requestId, channel: 'kiosk' }
}
