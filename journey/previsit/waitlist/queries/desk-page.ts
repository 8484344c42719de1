import { sql } from 'kysely'
import { freedAt, type FreedThen } from '#engines/capacity/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { personSummaries } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { DeskPage } from '../contract.ts'
import { entriesWhere } from '../entry-row.ts'
import { asOffer, offersWhere } from '../offer-row.ts'

const DAYS = 28

/** A hospital's waitlist as its desk sees it: whom to call, what is offered, who waits, and how much of what is freed is filled. */
export async function deskPage(tx: Tx, context: Context, snapshot: Snapshot, institutionId: number): Promise<DeskPage> {
  const since = new Date(context.now.getTime() - DAYS * 86_400_000)
  const offers = await offersWhere(tx, sql`institution_id = ${institutionId} and status = 'open' order by contact, answer_by limit 200`)
  const entries = await entriesWhere(tx, sql`institution_id = ${institutionId} and status = 'waiting' order by service_id, priority, created_at limit 500`)
  const people = await personSummaries(tx, context, [...new Set([...offers, ...entries].map((one) => one.personId))])
  const shown = (personId: string) => {
    const person = people.get(personId)
    return person ? { name: person.name, phoneMasked: person.phoneMasked ?? '', age: person.age } : null
  }
  const named = (serviceId: number) => {
    const service = snapshot.services.get(`${institutionId}/${serviceId}`)
    const doctor = service?.practitionerId == null ? undefined : snapshot.practitioners.get(`${institutionId}/${service.practitionerId}`)
    return { serviceName: doctor?.name ?? service?.name ?? '', serviceNameEn: doctor?.nameEn ?? service?.nameEn ?? '' }
  }
  const { rows: counts } = await sql<{ entryId: string; n: number }>`select entry_id as "entryId", count(*)::integer as n from waitlist.offer
    where entry_id = any (${entries.map((one) => one.id)}::uuid[]) group by 1`.execute(tx)
  const freed = await freedAt(tx, institutionId, since)
  const note = new Map(entries.map((one) => [one.id, one.note]))
  return {
    now: context.now.toISOString(),
    offers: offers.map((one) => ({ ...asOffer(one), ...named(one.serviceId), person: shown(one.personId), note: note.get(one.entryId) ?? '' })),
    entries: entries.map(({ otherwiseDay: _, ...one }) => ({ ...one, ...named(one.serviceId), person: shown(one.personId), offers: counts.find((row) => row.entryId === one.id)?.n ?? 0 })),
    figures: await figuresOf(tx, institutionId, since, freed),
    clinics: clinicsOf(entries, freed).map((one) => ({ ...one, name: named(one.serviceId).serviceName, nameEn: named(one.serviceId).serviceNameEn })),
  }
}

async function figuresOf(tx: Tx, institutionId: number, since: Date, freed: readonly FreedThen[]): Promise<DeskPage['figures']> {
  const { rows } = await sql<{ made: number; accepted: number; gained: number | null }>`
    select count(*)::integer as made, count(*) filter (where o.status = 'accepted')::integer as accepted,
      (percentile_cont(0.5) within group (order by e.otherwise_day - e.booked_day) filter (where o.status = 'accepted' and e.booked_id = o.appointment_id and e.otherwise_day is not null))::float as gained
    from waitlist.offer o left join waitlist.entry e on e.id = o.entry_id where o.institution_id = ${institutionId} and o.made_at >= ${since}`.execute(tx)
  const count = (status: FreedThen['status']) => freed.filter((one) => one.status === status).length
  const decided = count('taken') + count('returned')
  return {
    freed: freed.length, refilled: count('taken'), returned: count('returned'), open: count('open'),
    refillPercent: decided > 0 ? Math.round((100 * count('taken')) / decided) : null,
    medianDaysGained: rows[0]!.gained, offersMade: rows[0]!.made, offersAccepted: rows[0]!.accepted,
  }
}

function clinicsOf(entries: readonly { serviceId: number }[], freed: readonly FreedThen[]) {
  const ids = [...new Set([...entries, ...freed].map((one) => one.serviceId))]
  return ids.map((serviceId) => ({
    serviceId,
    waiting: entries.filter((one) => one.serviceId === serviceId).length,
    freed: freed.filter((one) => one.serviceId === serviceId).length,
    refilled: freed.filter((one) => one.serviceId === serviceId && one.status === 'taken').length,
  })).sort((a, b) => b.waiting - a.waiting || b.freed - a.freed)
}
