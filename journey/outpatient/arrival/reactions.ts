import { TICKET_NEAR, ticketById } from '#engines/queue/index.ts'
import { preferredLanguage } from '#journey/throughout/access/index.ts'
import { personSummary, tellPerson } from '#journey/throughout/people/index.ts'
import type { Reaction } from '#platform/events/index.ts'
import { findVisit } from './visit-row.ts'

interface Near {
  readonly institutionId: number
  readonly ticketId: string
  readonly visitId: string
  readonly personId: string
  readonly ahead: number
}

/** Whoever is not back in half an hour is told by the call, not by an old message. */
const GOOD_FOR_MS = 30 * 60_000

/** Three ahead: a message in the person's language, once for each ticket, however often it is heard. */
export const reactions: readonly Reaction[] = [
  {
    name: 'arrival.tell-near',
    on: [TICKET_NEAR],
    async run(tx, context, { payload }) {
      const { institutionId, ticketId, visitId, personId, ahead } = payload as unknown as Near
      const visit = await findVisit(tx, institutionId, visitId)
      const ticket = await ticketById(tx, { institutionId, ticketId })
      if (visit?.ticketId !== ticketId || ticket.status !== 'waiting') return
      const { nameMasked } = await personSummary(tx, context, personId)
      const language = await preferredLanguage(tx, personId)
      await tellPerson(tx, context, {
        personId, key: `near/${ticketId}`, template: language === 'en' ? 'turn-near-en' : 'turn-near',
        params: [nameMasked, ticket.label, String(ahead)], notAfter: new Date(context.now.getTime() + GOOD_FOR_MS),
      })
    },
  },
]
