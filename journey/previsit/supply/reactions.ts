import { sql } from 'kysely'
import { APPOINTMENT_MOVED, appointmentById, type AppointmentFacts } from '#journey/previsit/booking/index.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { personSummary, tellPerson } from '#journey/throughout/people/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Reaction } from '#platform/events/index.ts'

/** What the moved event says more when it was the hospital that moved it. */
interface MovedByHospital extends AppointmentFacts {
  readonly byHospital?: boolean
  readonly fromStartsAt: string
  readonly fromPractitionerId: number | null
}

const said = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit', hourCycle: 'h23' })

export const reactions: readonly Reaction[] = [
  {
    // Somebody's visit got another time or another doctor without their asking: they hear of it, with the way out.
    name: 'supply.tell-moved',
    on: [APPOINTMENT_MOVED],
    async run(tx, context, event) {
      const facts = event.payload as unknown as MovedByHospital
      const isSame = facts.startsAt === facts.fromStartsAt && facts.practitionerId === facts.fromPractitionerId
      if (!facts.byHospital || isSame || Date.parse(facts.startsAt) <= context.now.getTime()) return
      const appointment = await appointmentById(tx, context, facts.institutionId, facts.appointmentId)
      // It may have been moved again or given back since: then what is true now is told by its own event.
      if (appointment?.status !== 'booked' || appointment.startsAt !== facts.startsAt || appointment.practitionerId !== facts.practitionerId) return
      const person = await personSummary(tx, context, facts.personId)
      const institution = await institutionById(tx, facts.institutionId)
      await tellPerson(tx, context, {
        personId: facts.personId, key: `visit-changed:${event.id}`, template: 'visit-changed',
        params: [person.name, institution?.shortName ?? '', said.format(new Date(facts.startsAt)), await whoSees(tx, facts)],
        notAfter: new Date(facts.startsAt),
      })
    },
  },
]

async function whoSees(tx: Tx, { institutionId, serviceId, practitionerId }: AppointmentFacts): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select coalesce(p.name || '医生', s.name) as name from directory.service s
    left join directory.practitioner p on p.institution_id = s.institution_id and p.id = ${practitionerId}
    where s.institution_id = ${institutionId} and s.id = ${serviceId}`.execute(tx)
  return rows[0]?.name ?? ''
}
