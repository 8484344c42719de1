import { mayPayFor } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { NotYourPerson } from './errors.ts'

/** Debts are for the person themselves and those who may pay for them. Throws {@link NotYourPerson}. */
export async function refuseStrangers(tx: Tx, context: Context, personId: string): Promise<void> {
  if (context.actor.kind === 'system') return
  if (context.actor.kind !== 'patient' || !(await mayPayFor(tx, context, personId))) throw new NotYourPerson()
}
