import { sql } from 'kysely'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { doneAnswers, type Fleet, type MachineNow } from '../contract.ts'
import { openCalls } from '../operations/call-help.ts'
import { LOST_SECONDS } from '../operations/run-machine.ts'

interface Row extends Omit<MachineNow, 'lastSeenAt' | 'isOnline' | 'alarms' | 'today'> {
  readonly lastSeenAt: Date | null
  readonly people: number
  readonly papers: number
  readonly taken: number
}

/** Every machine of an institution as it is now: whether it is there, what it needs, and what it did today. */
export async function fleet(tx: Tx, { now }: Context, institutionId: number): Promise<Fleet> {
  const since = `${localDay(now)}T00:00:00+08:00`
  const { rows } = await sql<Row>`
    select m.name, m.place, m.in_service as "inService", m.message, m.message_en as "messageEn", m.last_seen_at as "lastSeenAt", m.version,
      m.printer, m.reader, m.scanner, m.cash, m.queued, m.fault,
      coalesce(s.people, 0)::integer as people, coalesce(p.papers, 0)::integer as papers, coalesce(a.taken, 0)::integer as taken,
      (select count(*) from kiosk.note n left join kiosk.acceptor c on c.institution_id = n.institution_id and c.machine = n.machine
        where n.institution_id = m.institution_id and n.machine = m.name and (n.state = 'doubt' or n.intake_id is null)
          and n.ended_at > coalesce(c.emptied_at, '-infinity'))::integer as "notesToLookAt"
    from kiosk.machine m
      left join (select machine, count(*) as people from kiosk.session where institution_id = ${institutionId} and opened_at >= ${since}::timestamptz group by machine) s on s.machine = m.name
      left join (select machine, count(*) as papers from kiosk.print_job where institution_id = ${institutionId} and asked_at >= ${since}::timestamptz and state = 'printed' group by machine) p on p.machine = m.name
      left join (select machine, count(*) as taken from kiosk.away_entry where institution_id = ${institutionId} and received_at >= ${since}::timestamptz group by machine) a on a.machine = m.name
    where m.institution_id = ${institutionId} order by m.name`.execute(tx)
  const calls = await openCalls(tx, institutionId)
  const { rows: [unsettled] } = await sql<{ count: number }>`select count(*)::integer as count from kiosk.away_entry
    where institution_id = ${institutionId} and answer <> all (${[...doneAnswers]}) and settled_at is null`.execute(tx)
  const calling = new Set(calls.map((call) => call.machine))
  return { machines: rows.map((row) => asMachine(row, now, calling.has(row.name))), calls, open: unsettled?.count ?? 0, asOf: now.toISOString() }
}

function asMachine({ people, papers, taken, lastSeenAt, ...row }: Row, now: Date, isCalling: boolean): MachineNow {
  const isOnline = lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() < LOST_SECONDS * 1000
  const alarms: MachineNow['alarms'] = []
  if (isCalling) alarms.push('help')
  if (!isOnline) alarms.push('lost')
  if (row.printer === 'paper-out' || row.printer === 'jam' || row.printer === 'paper-low') alarms.push(row.printer)
  if (row.reader === 'missing') alarms.push('reader')
  if (row.scanner === 'missing') alarms.push('scanner')
  if (row.cash === 'full') alarms.push('cash')
  if (row.cash === 'jam' || row.cash === 'missing') alarms.push('cash-jam')
  if (row.cash === 'opened') alarms.push('cash-opened')
  if (row.notesToLookAt > 0) alarms.push('note')
  if (row.fault !== '') alarms.push('fault')
  if (row.queued > 0) alarms.push('queued')
  return { ...row, lastSeenAt: lastSeenAt?.toISOString() ?? null, isOnline, alarms, today: { people, papers, taken } }
}
