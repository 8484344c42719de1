import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Heartbeat, HeartbeatAnswer, SetService } from '../contract.ts'
import { KioskNotSetUp, MachineUnknown, OutOfService } from '../errors.ts'
import { machineAlarm, machineChanged } from '../events.ts'
import type { MachineContext } from '../machine-context.ts'

/** Seen no longer than this ago, a machine is there: it speaks every ten seconds. */
export const LOST_SECONDS = 45

interface MachineRow {
  readonly in_service: boolean
  readonly message: string
  readonly message_en: string
  readonly place: string
}

/** Staff let a machine of this name work here. Setting it up again gives a new pass to the same machine. */
export async function setUpMachine(tx: Tx, context: Context, { institutionId, machine, place }: { institutionId: number; machine: string; place: string }): Promise<void> {
  await sql`insert into kiosk.machine (institution_id, name, place, set_up_at, set_up_by)
    values (${institutionId}, ${machine}, ${place}, ${context.now}, ${context.actor.kind === 'staff' ? context.actor.accountId : context.actor.kind})
    on conflict (institution_id, name) do update set place = case when excluded.place = '' then kiosk.machine.place else excluded.place end`.execute(tx)
  await audit(tx, context, { action: 'kiosk.set-up-machine', subject: `machine/${machine}`, institutionId })
  await announce(tx, context, machineChanged(institutionId, machine))
}

/** What this machine is and may do. A machine that was set up before there was a list of them is put on it. */
export async function machineRow(tx: Tx, { institutionId, machine, now }: MachineContext): Promise<MachineRow> {
  const read = () => sql<MachineRow>`select in_service, message, message_en, place from kiosk.machine where institution_id = ${institutionId} and name = ${machine}`.execute(tx)
  const known = (await read()).rows[0]
  if (known) return known
  await sql`insert into kiosk.machine (institution_id, name, set_up_at, set_up_by) values (${institutionId}, ${machine}, ${now}, 'pass') on conflict do nothing`.execute(tx)
  const made = (await read()).rows[0]
  if (!made) throw new KioskNotSetUp()
  return made
}

/** A machine that was put out of service opens nothing for a new person. */
export async function checkInService(tx: Tx, context: MachineContext): Promise<void> {
  if (!(await machineRow(tx, context)).in_service) throw new OutOfService()
}

const ALARMING: Readonly<Record<string, (beat: Heartbeat) => boolean>> = {
  'paper-out': (beat) => beat.printer === 'paper-out',
  jam: (beat) => beat.printer === 'jam',
  reader: (beat) => beat.reader === 'missing',
  scanner: (beat) => beat.scanner === 'missing',
  cash: (beat) => beat.cash === 'full',
  'cash-jam': (beat) => beat.cash === 'jam',
  'cash-opened': (beat) => beat.cash === 'opened',
  fault: (beat) => beat.fault !== '',
}

/**
 * The machine says that it is there and how it is. One row is rewritten in place and nothing else, unless something
 * began or ended that needs a person: that is announced, once.
 */
export async function beat(tx: Tx, context: MachineContext, now: Heartbeat): Promise<HeartbeatAnswer> {
  const { institutionId, machine } = context
  const { rows } = await sql<MachineRow & Heartbeat & { lost: boolean }>`
    update kiosk.machine m set last_seen_at = ${context.now}, lost_at = null, version = ${now.version}, printer = ${now.printer}, reader = ${now.reader},
      scanner = ${now.scanner}, cash = ${now.cash}, queued = ${now.queued}, fault = ${now.fault}
    from kiosk.machine o where o.institution_id = m.institution_id and o.name = m.name and m.institution_id = ${institutionId} and m.name = ${machine}
    returning m.in_service, m.message, m.message_en, o.printer, o.reader, o.scanner, o.cash, o.queued, o.fault, o.version, o.lost_at is not null as lost`.execute(tx)
  const before = rows[0]
  if (!before) {
    await machineRow(tx, context)
    return beat(tx, context, now)
  }
  const began = Object.entries(ALARMING).filter(([, is]) => is(now) && !is(before)).map(([alarm]) => alarm)
  for (const alarm of began) await announce(tx, context, machineAlarm(institutionId, machine, alarm))
  const changed = before.lost || before.printer !== now.printer || before.reader !== now.reader || before.scanner !== now.scanner || before.cash !== now.cash || before.fault !== now.fault || (before.queued === 0) !== (now.queued === 0)
  if (changed && began.length === 0) await announce(tx, context, machineChanged(institutionId, machine))
  return { inService: before.in_service, message: before.message, messageEn: before.message_en, now: context.now.toISOString() }
}

/** Takes a machine out of service, with a word for whoever comes to it, or puts it back. Throws {@link MachineUnknown}. */
export async function setService(tx: Tx, context: Context, { institutionId, machine, inService, message, messageEn }: SetService & { institutionId: number; machine: string }): Promise<void> {
  const { numAffectedRows } = await sql`update kiosk.machine set in_service = ${inService}, message = ${inService ? '' : message}, message_en = ${inService ? '' : messageEn}
    where institution_id = ${institutionId} and name = ${machine}`.execute(tx)
  if (Number(numAffectedRows ?? 0) === 0) throw new MachineUnknown()
  await audit(tx, context, { action: inService ? 'kiosk.put-in-service' : 'kiosk.put-out-of-service', subject: `machine/${machine}`, institutionId, detail: { message } })
  await announce(tx, context, machineChanged(institutionId, machine))
}

/** Machines that have not been heard of: each is told of once, until it speaks again. */
export async function noteLost(tx: Tx, context: Context): Promise<number> {
  const { rows } = await sql<{ institution_id: number; name: string }>`update kiosk.machine set lost_at = ${context.now}
    where lost_at is null and last_seen_at < ${context.now}::timestamptz - make_interval(secs => ${LOST_SECONDS}) returning institution_id, name`.execute(tx)
  for (const { institution_id, name } of rows) await announce(tx, context, machineAlarm(institution_id, name, 'lost'))
  return rows.length
}
