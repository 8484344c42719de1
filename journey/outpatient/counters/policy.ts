import type { Context, StaffActor } from '#platform/context/context.ts'
import type { StationKind } from './contract.ts'
import { NotYourInstitution, NotYourStation } from './errors.ts'

/** Who works at a counter of some kind. What they may do there is said by {@link STATION_ROLES}. */
export const COUNTER_ROLES = ['laboratory', 'pharmacist', 'nurse', 'physician', 'registrar', 'cashier'] as const
type CounterRole = (typeof COUNTER_ROLES)[number]

/** Who calls and serves at which kind of station. Blood is drawn by nurses too; drugs are handed out by pharmacists alone. */
const STATION_ROLES: Readonly<Record<StationKind, readonly CounterRole[]>> = {
  laboratory: ['laboratory', 'nurse'],
  examination: ['laboratory', 'nurse', 'physician'],
  pharmacy: ['pharmacist'],
  treatment: ['nurse', 'physician'],
  rehabilitation: ['nurse', 'physician'],
  window: ['cashier', 'registrar'],
}

/** Who says that a result is there: those who answer for it. */
const RESULT_ROLES: Readonly<Partial<Record<StationKind, readonly CounterRole[]>>> = {
  laboratory: ['laboratory'],
  examination: ['laboratory', 'physician'],
}

const hasOne = ({ roles }: StaffActor, of: readonly CounterRole[] = []): boolean => of.some((role) => roles.includes(role))

export const mayServe = (actor: StaffActor, kind: StationKind): boolean => hasOne(actor, STATION_ROLES[kind])
export const mayMarkResult = (actor: StaffActor, kind: StationKind): boolean => hasOne(actor, RESULT_ROLES[kind])

/** Who of the staff acts, and where: staff act at one institution at a time, and at no other. */
export function staffAt(context: Context): { institutionId: number; staffId: number; actor: StaffActor } {
  const { actor } = context
  if (actor.kind !== 'staff') throw new NotYourInstitution()
  return { institutionId: actor.institutionId, staffId: actor.staffId, actor }
}

/** Refuses with {@link NotYourStation} whoever does not work at stations of this kind. */
export function serveAt(context: Context, { kind }: { readonly kind: StationKind }): void {
  if (!mayServe(staffAt(context).actor, kind)) throw new NotYourStation({ kind })
}
