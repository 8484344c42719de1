import {
  callNext, expectInQueue, finish, joinQueue, makeServicePoint, NobodyWaiting, openQueue, openZone, park, pass, PersonElsewhere, rejoin, returnToLine, setPointState, startServing, takeServicePoint,
} from '#engines/queue/index.ts'
import { module as queue } from '#engines/queue/server.ts'
import { fixedClock } from '#platform/clock/index.ts'
import { type Context, systemContext } from '#platform/context/context.ts'
import { inTransaction, newId, type Tx } from '#platform/database/index.ts'
import type { Services } from '#platform/services.ts'
import type { DayOfInstitution } from '#region/simulate/day/index.ts'

type Session = DayOfInstitution['sessions'][number]
type Patient = DayOfInstitution['patients'][number]

interface Clinic {
  readonly session: Session
  readonly queueId: number
  readonly rooms: readonly Room[]
}

interface Room {
  readonly pointId: number
  readonly staffId: number
  isFree: boolean
}

/** Somebody with a ticket. */
interface Comer {
  readonly patient: Patient
  readonly clinic: Clinic
  ticketId: string
  isBack: boolean
  wasAbsent: boolean
}

const WALK = 180
const ABSENT_SECONDS = 75
const BACK_AFTER = 300
const OPENS_BEFORE = 600
/** From the doctor to the counter and back, besides the wait for the result: what the day in memory takes in the middle. */
const AT_COUNTERS = 900
/** Tasks that a worker does by the minute; the others come at night. */
const BY_THE_MINUTE: ReadonlySet<string> = new Set(['queue.measure-pace', 'queue.renew-promises'])
const AT_NIGHT: readonly string[] = ['queue.close-past-days', 'queue.remember-days', 'queue.learn-corrections']

/** What becomes of a day when the platform's clock is sped up: the worker and the doors of rooms keep their own time. */
interface Hurry {
  /** Seconds of platform time between two rounds of the worker, and that pass while a doctor's screen is answered. */
  readonly roundSeconds: number
  readonly answerSeconds: number
}

const unhurried: Hurry = { roundSeconds: 60, answerSeconds: 0 }
/** `npm run simulate` at 300 times speed: the worker comes round every minute of the world, five hours of the day; a screen answers in a quarter of a second. */
export const spedUp: Hurry = { roundSeconds: 18_000, answerSeconds: 75 }

/**
 * Plays days of clinics through the product's own operations on PostgreSQL, each at its own moment: nothing is sped up, so what was
 * promised is judged as it would be in a hospital. What the worker does by the minute is done by the minute.
 */
export class Replay {
  readonly #services: Services
  readonly #clock = fixedClock(new Date())
  readonly institutionId: number
  readonly #clinics = new Map<number, Clinic>()
  readonly #here = new Map<string, Comer>()
  readonly #hurry: Hurry
  #agenda: { at: number; what: () => Promise<void> }[] = []
  #midnight = 0

  constructor(services: Services, institutionId: number, hurry: Hurry = unhurried) {
    this.#services = { ...services, clock: this.#clock }
    this.institutionId = institutionId
    this.#hurry = hurry
  }

  async play(day: string, { sessions, patients }: DayOfInstitution): Promise<void> {
    this.#midnight = Date.parse(`${day}T00:00:00+08:00`)
    this.#clock.set(this.#at(6 * 3600))
    for (const session of sessions) await this.#prepare(day, session, patients.filter((one) => one.session === session))
    const [first, last] = [Math.min(...sessions.map((one) => one.from)) - OPENS_BEFORE, Math.max(...sessions.map((one) => one.to)) + 2 * 3600]
    for (let time = first; time < last; time += this.#hurry.roundSeconds) this.#plan(time, () => this.#work((name) => BY_THE_MINUTE.has(name)))
    while (this.#agenda.length > 0) {
      const { at, what } = this.#agenda.shift()!
      this.#clock.set(this.#at(at))
      await what()
    }
    for (const { rooms } of this.#clinics.values()) for (const { pointId } of rooms) await this.#do((tx, context) => setPointState(tx, context, { institutionId: this.institutionId, pointId, state: 'closed' }))
    this.#clock.set(this.#at(27 * 3600))
    for (const name of AT_NIGHT) await this.#work((one) => one === name)
  }

  #at(seconds: number): Date {
    return new Date(this.#midnight + Math.round(seconds * 1000))
  }

  #now(): number {
    return (this.#clock.now().getTime() - this.#midnight) / 1000
  }

  #plan(at: number, what: () => Promise<void>): void {
    const entry = { at, what }
    const place = this.#agenda.findIndex((other) => other.at > entry.at)
    this.#agenda.splice(place < 0 ? this.#agenda.length : place, 0, entry)
  }

  #do<T>(work: (tx: Tx, context: Context) => Promise<T>): Promise<T> {
    const context = systemContext('replay', this.#clock.now())
    return inTransaction(this.#services.db, context, (tx) => work(tx, context))
  }

  async #work(wanted: (name: string) => boolean): Promise<void> {
    for (const task of queue.tasks ?? []) if (wanted(task.name)) await task.run(this.#services)
  }

  async #prepare(day: string, session: Session, patients: readonly Patient[]): Promise<void> {
    const clinic = this.#clinics.get(session.id) ?? (await this.#open(session))
    this.#clinics.set(session.id, clinic)
    const booked = Map.groupBy(patients.filter((one) => one.class === 'booked'), (one) => one.dueFrom)
    const periods = [...booked].map(([from, all]) => ({ from: this.#at(from), to: this.#at(from + session.period), booked: all.length }))
    await this.#do((tx, context) => expectInQueue(tx, context, { institutionId: this.institutionId, queueId: clinic.queueId, day, periods }))
    const today = { ...clinic, session }
    for (const room of clinic.rooms) {
      room.isFree = false
      this.#plan(session.from - OPENS_BEFORE, async () => {
        const { pointId, staffId } = room
        await this.#do((tx, context) => takeServicePoint(tx, context, { institutionId: this.institutionId, pointId, staffId, label: 'D', labelEn: 'D', role: '', serves: [clinic.queueId] }))
      })
      this.#plan(session.startsAt, async () => {
        room.isFree = true
        this.#callSoon(today, room)
      })
    }
    for (const patient of patients) if (patient.comes) this.#plan(patient.comesAt, () => this.#join(today, patient))
  }

  #open(session: Session): Promise<Clinic> {
    const institutionId = this.institutionId
    return this.#do(async (tx, context) => {
      const zoneId = `s${session.subject.replaceAll('.', '-')}`
      await openZone(tx, { institutionId, id: zoneId, name: zoneId, nameEn: zoneId })
      const { id: queueId } = await openQueue(tx, context, { institutionId, zoneId, kind: 'consulting', subject: `session:${session.id}`, name: `${session.id}`, nameEn: `${session.id}` })
      const rooms: Room[] = []
      for (let n = 1; n <= session.doctors; n++) {
        const { id: pointId } = await makeServicePoint(tx, context, { institutionId, zoneId, name: `${session.id}-${n}`, nameEn: `${session.id}-${n}`, serves: [queueId] })
        rooms.push({ pointId, staffId: session.id * 100 + n, isFree: false })
      }
      return { session, queueId, rooms }
    })
  }

  async #join(clinic: Clinic, patient: Patient): Promise<void> {
    const due = { from: this.#at(patient.dueFrom), to: this.#at(patient.dueFrom + clinic.session.period) }
    const { id } = await this.#do((tx, context) => joinQueue(tx, context, {
      institutionId: this.institutionId, queueId: clinic.queueId, holderId: newId(), visitId: newId(), displayName: '李*', class: patient.class, priorityGroup: patient.priorityGroup, due,
    }))
    this.#here.set(id, { patient, clinic, ticketId: id, isBack: false, wasAbsent: false })
    this.#callAll(clinic)
  }

  #callAll(clinic: Clinic): void {
    for (const room of clinic.rooms) if (room.isFree) this.#callSoon(clinic, room)
  }

  #callSoon(clinic: Clinic, room: Room): void {
    this.#plan(this.#now() + this.#hurry.answerSeconds, async () => {
      if (room.isFree) await this.#call(clinic, room)
    })
  }

  async #call(clinic: Clinic, room: Room): Promise<void> {
    room.isFree = false
    const ticket = await this.#do((tx, context) => callNext(tx, context, { institutionId: this.institutionId, pointId: room.pointId })).catch((error: unknown) => {
      if (error instanceof NobodyWaiting || error instanceof PersonElsewhere) return null
      throw error
    })
    if (!ticket) {
      room.isFree = true
      return
    }
    const comer = this.#here.get(ticket.id)!
    const of = { institutionId: this.institutionId, ticketId: ticket.id }
    if (comer.patient.isAbsentOnce && !comer.wasAbsent) {
      comer.wasAbsent = true
      this.#plan(this.#now() + ABSENT_SECONDS, async () => {
        await this.#do((tx, context) => pass(tx, context, of))
        room.isFree = true
        this.#callSoon(clinic, room)
      })
      this.#plan(this.#now() + BACK_AFTER, async () => {
        await this.#do((tx, context) => rejoin(tx, context, of))
        this.#callAll(clinic)
      })
      return
    }
    await this.#do((tx, context) => startServing(tx, context, of))
    this.#plan(this.#now() + (comer.isBack ? comer.patient.secondConsult : comer.patient.consult), () => this.#leave(comer, room))
  }

  async #leave(comer: Comer, room: Room): Promise<void> {
    const { patient, clinic } = comer
    const of = { institutionId: this.institutionId, ticketId: comer.ticketId }
    if (patient.returnsSameDay && !comer.isBack) {
      await this.#do((tx, context) => park(tx, context, { ...of, reason: 'results' }))
      const result = Math.max(patient.laboratory > 0 ? patient.laboratoryResult : 0, patient.examination > 0 ? patient.examinationResult : 0)
      comer.isBack = true
      this.#plan(this.#now() + 2 * WALK + AT_COUNTERS + result, async () => {
        await this.#do((tx, context) => returnToLine(tx, context, of))
        this.#callAll(clinic)
      })
    } else await this.#do((tx, context) => finish(tx, context, of))
    room.isFree = true
    this.#callSoon(clinic, room)
  }
}
