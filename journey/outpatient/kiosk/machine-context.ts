import type { Context, InstitutionId } from '#platform/context/context.ts'

/** What a machine does is done in its institution's name and under its own. */
export type MachineContext = Context & { readonly machine: string; readonly institutionId: InstitutionId }
