import {
  APPOINTMENT_CANCELLED, APPOINTMENT_MISSED, type AppointmentFacts, BOOKING_LIFTED, BOOKING_RESTRICTED, type RestrictionFacts,
} from '#journey/previsit/booking/index.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { personSummary, tellPerson } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Reaction } from '#platform/events/index.ts'
import { APPEAL_DECIDED, type AppealFacts, WARNING_GIVEN, type WarningFacts } from './events.ts'
import { noteIncident } from './operations/note-incident.ts'

/** Told in daylight or not at all within three days: then it is on the page anyway. */
const WORTH_TELLING_MS = 3 * 86_400_000

type Told = 'sanction-near' | 'sanction-began' | 'sanction-lifted' | 'appeal-answered'

async function tell(tx: Tx, context: Context, template: Told, about: { readonly institutionId: number; readonly personId: string; readonly key: string; readonly more?: string }): Promise<void> {
  const { institutionId, personId, key, more } = about
  const person = await personSummary(tx, context, personId)
  const hospital = institutionId === 0 ? '' : ((await institutionById(tx, institutionId))?.shortName ?? '')
  await tellPerson(tx, context, {
    personId, key, template, params: [person.nameMasked, hospital, ...(more === undefined ? [] : [more])], notAfter: new Date(context.now.getTime() + WORTH_TELLING_MS),
  })
}

export const reactions: readonly Reaction[] = [
  {
    name: 'fairness.note-missed',
    on: [APPOINTMENT_MISSED],
    async run(tx, context, event) {
      const { institutionId, appointmentId } = event.payload as unknown as AppointmentFacts
      await noteIncident(tx, context, { institutionId, appointmentId, kind: 'no-show', at: event.occurredAt })
    },
  },
  {
    name: 'fairness.note-cancelled-late',
    on: [APPOINTMENT_CANCELLED],
    async run(tx, context, event) {
      const { institutionId, appointmentId, late } = event.payload as unknown as AppointmentFacts & { readonly late?: boolean }
      if (late) await noteIncident(tx, context, { institutionId, appointmentId, kind: 'late-cancel', at: event.occurredAt })
    },
  },
  {
    name: 'fairness.tell-warning',
    on: [WARNING_GIVEN],
    async run(tx, context, event) {
      const { institutionId, personId, appointmentId, counted } = event.payload as unknown as WarningFacts
      await tell(tx, context, 'sanction-near', { institutionId, personId, key: `warning/${appointmentId}`, more: String(counted) })
    },
  },
  {
    name: 'fairness.tell-restricted',
    on: [BOOKING_RESTRICTED],
    async run(tx, context, event) {
      const { institutionId, personId, restrictionId, endsAt } = event.payload as unknown as RestrictionFacts
      if (personId !== null) await tell(tx, context, 'sanction-began', { institutionId, personId, key: `restriction/${restrictionId}/${event.id}`, more: localDay(new Date(endsAt)) })
    },
  },
  {
    name: 'fairness.tell-lifted',
    on: [BOOKING_LIFTED],
    async run(tx, context, event) {
      const { institutionId, personId, restrictionId } = event.payload as unknown as RestrictionFacts
      if (personId !== null) await tell(tx, context, 'sanction-lifted', { institutionId, personId, key: `lifted/${restrictionId}/${event.id}` })
    },
  },
  {
    name: 'fairness.tell-answered',
    on: [APPEAL_DECIDED],
    async run(tx, context, event) {
      const { institutionId, personId, appealId } = event.payload as unknown as AppealFacts
      await tell(tx, context, 'appeal-answered', { institutionId, personId, key: `appeal/${appealId}` })
    },
  },
]
