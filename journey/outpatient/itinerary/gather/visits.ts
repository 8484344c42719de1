import { expectedTurn, type TurnAhead } from '#engines/queue/index.ts'
import { findVisit, roomInEnglish, subjectOf, whereTo } from '#journey/outpatient/arrival/index.ts'
import { bookedPeriods, type Appointment } from '#journey/previsit/booking/index.ts'
import type { Stop } from '#journey/outpatient/counters/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { MINUTE, plainThing, type PlanRules, type Span, type Thing } from '../solve/facts.ts'
import { findPlace, inLine, lineOf, type LineNow } from './line.ts'
import { nameOf } from './words.ts'

/** Where the line does not know yet how long people take. */
const WITH_DOCTOR: Span = [8, 14]
/** Who is here and whose line says nothing. */
const AFTER_TIME: Span = [8, 20]

/** Whoever has not come by then does not come. */
const STILL_EXPECTED = 90 * MINUTE

export interface VisitFound {
  readonly things: readonly Thing[]
  readonly watched: readonly number[]
  readonly isOver: boolean
  readonly isHere: boolean
}

/** One appointment as things of the day: seeing the doctor, and coming back with the results. */
export async function visitThings(tx: Tx, context: Context, appointment: Appointment, stops: readonly Stop[], rules: PlanRules): Promise<VisitFound> {
  const { institutionId, id } = appointment
  const now = context.now.getTime()
  const visit = await findVisit(tx, institutionId, id)
  const where = await whereTo(tx, context, appointment)
  const line = await lineOf(tx, context, institutionId, subjectOf(appointment))
  const place = visit ? await findPlace(tx, context, institutionId, visit.ticketId) : null
  const doctor = where.practitioner ?? where.service
  const by = where.practitioner ? nameOf('doctor', { who: doctor.name, whoEn: doctor.nameEn || doctor.name }) : { name: doctor.name, nameEn: doctor.nameEn || doctor.name }
  const room = place?.pointName ?? where.room
  const roomEn = await roomInEnglish(tx, institutionId, appointment.departmentId, room)
  const startsAt = Date.parse(appointment.startsAt)
  const isOver = visit?.status === 'finished' || visit?.status === 'left' || appointment.status === 'fulfilled'
  const base = plainThing({
    ...nameOf('visit', { by: by.name, byEn: by.nameEn }), id: `visit:${id}`, kind: 'visit', by: by.name, byEn: by.nameEn, institutionId, visitId: id,
    // Several departments of a floor have a room 1.
    place: placeKey(institutionId, where.building, where.floor, `${appointment.departmentId} ${room}`), at: { building: where.building, floor: where.floor, room, departmentId: appointment.departmentId }, placeEn: where.placeEn, roomEn, minutes: line.minutes ?? WITH_DOCTOR,
    ...(visit ? {} : { ...asExpected(await turnOf(tx, context, appointment, line), startsAt), patientLate: now > startsAt + rules.lateAfterMinutes * MINUTE }),
    ...(isOver ? {} : { lateUntil: line.lateUntil, lateReason: line.lateReason }),
  })
  const back = !isOver && visit?.startedAt ? resultsAwaited(stops) : []
  const turn = place ? inLine(place, now) : {}
  const seen = { ...base, state: 'done' as const, doneAt: (visit?.finishedAt ?? visit?.startedAt)?.getTime() ?? now, lateUntil: null }
  const comesBack = back.length > 0 && turn.state !== 'running'
  const things = isOver ? [seen] : comesBack
    ? [seen, comingBack(base, turn, back, by)]
    : [{ ...base, ...(turn.called || turn.state === 'running' ? {} : visit ? { wait: line.wait ?? AFTER_TIME } : {}), ...turn },
      ...(back.length > 0 ? [comingBack({ ...base, ...turn, called: null }, {}, back, by)] : [])]
  return { things, watched: line.queueId === null ? [] : [line.queueId], isOver, isHere: visit !== undefined }
}

/** A visit before anybody has come for it: called when their line gets to them, as its whole half-day is played through. */
export const asExpected = ({ called, minutes }: TurnAhead, startsAt: number): Pick<Thing, 'notBefore' | 'minutes'> & { readonly turn: readonly number[] } => ({ notBefore: startsAt, turn: called, minutes })

async function turnOf(tx: Tx, { now }: Context, appointment: Appointment, { queueId }: LineNow): Promise<TurnAhead> {
  const { institutionId, startsAt, endsAt } = appointment
  const dueFrom = new Date(startsAt)
  return expectedTurn(tx, {
    institutionId, queueId, dueFrom, dueTo: new Date(endsAt),
    booked: async () => (await bookedPeriods(tx, institutionId, localDay(dueFrom))).filter((one) => subjectOf(one) === subjectOf(appointment) && one.endsAt.getTime() > now.getTime() - STILL_EXPECTED)
      .map((one) => ({ dueFrom: one.startsAt, dueTo: one.endsAt, count: one.booked })),
  }, now)
}

/** The stops of a visit whose results the doctor looks at with the patient the same day. */
function resultsAwaited(stops: readonly Stop[]): Stop[] {
  return stops.filter((stop) => stop.resultAfterMinutes !== null && stop.resultAfterMinutes <= 240 && stop.status !== 'left')
}

function comingBack(base: Thing, turn: Partial<Thing>, stops: readonly Stop[], by: { name: string; nameEn: string }): Thing {
  const after = stops.filter((stop) => stop.status !== 'done').map((stop) => ({ id: `stop:${stop.id}`, lag: [stop.resultAfterMinutes!, stop.resultAfterMinutes! * 1.3 + 5] as const }))
  return {
    ...base, ...nameOf('return', { by: by.name, byEn: by.nameEn }), id: `return:${base.visitId}`, state: 'open', notBefore: null, patientLate: false, doneAt: null,
    minutes: [6, 10], wait: [6, 14], missedCall: false, ...turn, after,
  }
}

export const placeKey = (institutionId: number, building: string, floor: string, room: string): string => [institutionId, building, floor, room].join('/')
