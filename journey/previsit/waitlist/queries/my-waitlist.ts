import { sql } from 'kysely'
import { freedSince } from '#engines/capacity/index.ts'
import { placeOf, serviceIn } from '#journey/previsit/booking/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Entry, MyEntry, MyWaitlist, Odds, Standing } from '../contract.ts'
import { entriesWhere, type StoredEntry } from '../entry-row.ts'
import { asOffer, offersWhere } from '../offer-row.ts'
import { oddsOf } from '../odds.ts'
import { entryRules, oddsRule, orderVersion } from '../rules.ts'

const WEEK = 7 * 86_400_000

/** What everybody one may act for waits for: their place and odds, and what they are offered now. Lately ended entries come last. */
export async function myWaitlist(tx: Tx, context: Context, snapshot: Snapshot): Promise<MyWaitlist> {
  const persons = context.actor.kind === 'patient' ? context.actor.mayActFor : []
  const entries = await entriesWhere(tx, sql`person_id = any (${[...persons]}::uuid[]) and (status = 'waiting' or ended_at > ${context.now}::timestamptz - interval '14 days')
    order by status <> 'waiting', created_at desc limit 30`)
  const described: MyEntry[] = []
  for (const entry of entries) described.push(await describe(tx, context, snapshot, entry))
  const rules = await entryRules(tx, 0, context.now)
  return { entries: described, rules: { ...rules, orderVersion: await orderVersion(tx, 0, context.now) } }
}

async function describe(tx: Tx, context: Context, snapshot: Snapshot, { otherwiseDay: _, ...entry }: StoredEntry): Promise<MyEntry> {
  await audit(tx, context, { action: 'waitlist.read-entry', personId: entry.personId, subject: `waitlist-entry/${entry.id}`, institutionId: entry.institutionId })
  const isWaiting = entry.status === 'waiting'
  const place = placeOf(snapshot, serviceIn(snapshot, entry.institutionId, entry.serviceId))
  const [open] = isWaiting ? await offersWhere(tx, sql`entry_id = ${entry.id} and status = 'open'`) : []
  const standing = isWaiting ? await standingOfEntry(tx, entry.id, context.now) : null
  return { ...entry, place, clinics: entry.services.length, standing, odds: standing ? await oddsFor(tx, context, entry, standing) : null, offer: open ? asOffer(open) : null }
}

export async function standingOfEntry(tx: Tx, id: string, now: Date): Promise<Standing> {
  const { rows } = await sql<Standing>`select ahead, equal, waiting from waitlist.standing(${id}, ${now})`.execute(tx)
  return rows[0]!
}

export async function oddsFor(tx: Tx, { now }: Context, wish: Pick<Entry, 'institutionId' | 'services' | 'halves' | 'toDay'>, standing: Pick<Standing, 'ahead' | 'equal'>): Promise<Odds> {
  const rule = await oddsRule(tx, wish.institutionId, now)
  const services = wish.services.map(([institutionId, serviceId]) => ({ institutionId, serviceId }))
  const freed = await freedSince(tx, services, new Date(now.getTime() - rule.weeks * WEEK))
  return oddsOf({ ...rule, freed, halves: wish.halves, ahead: standing.ahead, equal: standing.equal, now, until: new Date(`${wish.toDay}T23:59:00+08:00`) })
}
