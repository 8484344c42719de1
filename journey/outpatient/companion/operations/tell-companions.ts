import { sql } from 'kysely'
import { resultToTell } from '#journey/outpatient/counters/index.ts'
import type { Milestone } from '#journey/outpatient/itinerary/index.ts'
import { sendLater, type SmsTemplate } from '#journey/throughout/messaging/index.ts'
import { entriesOf, tellPerson } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import { dayMoved } from '../events.ts'
import { codeOf } from '../leave-row.ts'

type What = Milestone | 'invited' | 'result'

interface News {
  readonly id: string
  readonly leaveId: string
  readonly personId: string
  readonly what: What
  readonly companionId: string | null
  readonly patientMasked: string
  readonly phoneSealed: Buffer | null
  readonly endsAt: Date
}

/** Later it would tell of something that is over. */
const FRESH_MS = 1_800_000

/** Open pages read the day again; who may see where the patient is will hear of what was reached. For reactions. */
export async function noteMilestones(tx: Tx, context: Context, personId: string, milestones: readonly Milestone[]): Promise<void> {
  const { rows } = await sql<{ id: string; scopes: string[] }>`select id, scopes from companion.leave where person_id = ${personId} and ended_at is null and ends_at > ${context.now} order by id`.execute(tx)
  for (const { id, scopes } of rows) {
    await announce(tx, context, dayMoved(id))
    if (scopes.includes('where')) for (const what of milestones) await noteNews(tx, context, personId, id, what)
  }
}

/** A result is there: whoever may see what comes next hears of it, as the patient does. Somebody asleep is not woken; the page says it. */
export async function noteResult(tx: Tx, context: Context, result: { readonly institutionId: number; readonly visitId: string; readonly stopId: string; readonly personId: string }): Promise<void> {
  const found = await resultToTell(tx, context, result)
  if (!found || found.at > context.now) return
  const { rows } = await sql<{ id: string; personId: string }>`select id, person_id as "personId" from companion.leave
    where person_id = any (${await entriesOf(tx, result.personId)}::uuid[]) and ended_at is null and ends_at > ${context.now} and 'next' = any (scopes) order by id`.execute(tx)
  for (const { id, personId } of rows) await noteNews(tx, context, personId, id, 'result')
}

export async function noteNews(tx: Tx, { now }: Context, personId: string, leaveId: string, what: What): Promise<void> {
  await sql`insert into companion.news (person_id, leave_id, id, what, at) values (${personId}, ${leaveId}, ${newId()}, ${what}, ${now})`.execute(tx)
}

/** Sends what is to be told, each once, to leaves that are still open. Answers how many it looked at. For the task. */
export async function tellNews(tx: Tx, context: Context, publicUrl: string): Promise<number> {
  const { rows } = await sql<News & { open: boolean }>`select n.id, n.leave_id as "leaveId", n.person_id as "personId", n.what, l.companion_id as "companionId", l.patient_masked as "patientMasked",
      l.phone_sealed as "phoneSealed", l.ends_at as "endsAt", l.ended_at is null and l.ends_at > ${context.now} as open
    from companion.news n join companion.leave l on l.person_id = n.person_id and l.id = n.leave_id
    where n.told_at is null order by n.at limit 100 for update of n skip locked`.execute(tx)
  for (const news of rows) {
    if (news.open) await tell(tx, context, news, publicUrl)
    await sql`update companion.news set told_at = ${context.now} where person_id = ${news.personId} and leave_id = ${news.leaveId} and id = ${news.id}`.execute(tx)
  }
  return rows.length
}

async function tell(tx: Tx, context: Context, news: News, publicUrl: string): Promise<void> {
  const template: SmsTemplate = `companion-${news.what}`
  const address = `${publicUrl}/companion/${news.companionId ? news.leaveId : codeOf(news.leaveId)}`
  const params = [news.patientMasked, address, ...(news.what === 'invited' ? [until(news.endsAt)] : [])]
  const message = { personId: news.personId, key: `companion/${news.id}`, template, params, notAfter: new Date(context.now.getTime() + FRESH_MS) }
  if (news.phoneSealed) await sendLater(tx, context, { ...message, phone: unseal(news.phoneSealed) })
  else if (news.companionId) await tellPerson(tx, context, { ...message, personId: news.companionId })
}

function until(at: Date): string {
  return new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit', hour12: false }).format(at)
}
