import { nextFree } from '#engines/capacity/index.ts'
import { bookAppointment, cancelAppointment } from '#journey/previsit/booking/index.ts'
import { module as booking } from '#journey/previsit/booking/server.ts'
import { acceptOffer, declineOffer, endPastEntries, joinWaitlist, lookAfterUnits } from '#journey/previsit/waitlist/index.ts'
import { module as waitlist } from '#journey/previsit/waitlist/server.ts'
import { fixedClock, localDay } from '#platform/clock/index.ts'
import { type Context, type PersonId, systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { DomainError } from '#platform/errors/domain-error.ts'
import { react } from '#platform/jobs/run-jobs.ts'
import type { Services } from '#platform/services.ts'
import { type Chance, chance } from '#region/prng.ts'
import { DOCTORS, FIRST_DAY, HOSPITAL, personId, UNITS_A_DAY } from './world.ts'

/**
 * What is assumed of people. Published: 11 % of offers accepted (JMIR 2024), 8 % before that (2020); booked out is usual for experts
 * here. Ours, for want of figures: everything else. Change them and see; the seed makes each run nearly the same: lots are drawn from ids that are new each time.
 */
const ASSUMED = {
  /** Wishes a day, weekends too, as a share of the units of a workday: more want than there is, and a fifth is given back again. */
  demand: 1.25,
  /** Who finds nothing within the two weeks: this share waits, the others go elsewhere. */
  waitsWhenFull: 0.6,
  /** Who finds a time only so many days ahead books it; this share also waits for something sooner. */
  farDays: 4,
  waitsForSooner: 0.5,
  /** Share of bookings given back, and when: two days and more before, the day before, the same day. */
  cancels: 0.2,
  cancelLead: [[2, 0.5], [1, 0.3], [0, 0.2]] as readonly (readonly [number, number])[],
  /** Whether somebody takes what they are offered: each person has their own share between these, as published and as hoped. */
  accepts: [0.11, 0.4] as const,
  /** Said yes beforehand for the next week. */
  auto: 0.1,
  /** Of those who do not take it, how many say so; the others let it run out. Minutes until somebody answers, on average. */
  saysNo: 0.4,
  answersAfter: 35,
  /** The same where a few were told that the first has it. */
  answersInGroup: 6,
  /** Hours of notice people need. */
  notice: [[2, 0.3], [12, 0.3], [24, 0.4]] as readonly (readonly [number, number])[],
} as const

export const WARM_DAYS = 7
const DAYS = 28
const STEP_MINUTES = 30
const FROM_HOUR = 7
const TO_HOUR = 22

interface Happened {
  wishes: number
  booked: number
  givenBack: number
}

interface Later {
  readonly at: number
  readonly act: () => Promise<void>
}

/** Five weeks of a doctor, day by day: who wishes, books, waits, gives back, answers. The product's own operations do all of it. */
export class Month {
  private readonly happened: Happened = { wishes: 0, booked: 0, givenBack: 0 }
  private readonly services: Services & { clock: ReturnType<typeof fixedClock> }
  private readonly withWaitlist: boolean
  private readonly luck: Chance
  private readonly later: Later[] = []
  private readonly known = new Set<string>()
  private nextPerson = 0
  private seenEvent = 0

  constructor(services: Omit<Services, 'clock'>, seed: string, withWaitlist: boolean) {
    this.services = { ...services, clock: fixedClock(new Date(`${FIRST_DAY}T06:00:00+08:00`)) }
    this.withWaitlist = withWaitlist
    this.luck = chance(seed, 'month')
  }

  async run(say: (line: string) => void): Promise<void> {
    const start = Date.parse(`${FIRST_DAY}T00:00:00+08:00`)
    // It is booked out already when we come: two weeks' worth of people have been there.
    this.services.clock.set(new Date(start + FROM_HOUR * 3_600_000))
    for (let before = 0; before < 10 * UNITS_A_DAY; before++) await this.somebodyWishes()
    for (let day = 0; day < WARM_DAYS + DAYS; day++) {
      for (let hour = FROM_HOUR; hour < TO_HOUR; hour += STEP_MINUTES / 60) {
        this.services.clock.set(new Date(start + day * 86_400_000 + hour * 3_600_000))
        await this.step()
      }
      if (day % 7 === 6) say(`${this.withWaitlist ? 'with' : 'without'} waitlist: ${day + 1} days, ${this.happened.booked} bookings, ${this.happened.givenBack} given back`)
    }
  }

  private get now(): number {
    return this.services.clock.now().getTime()
  }

  private async step(): Promise<void> {
    // What was decided for a moment since the last step happens at that moment, in order, and is followed up at once.
    const until = this.now
    for (;;) {
      const due = this.later.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.later.splice(this.later.indexOf(due), 1)
      this.services.clock.set(new Date(Math.max(due.at, until - STEP_MINUTES * 60_000)))
      await due.act()
      await this.followUp()
    }
    this.services.clock.set(new Date(until))
    const steps = ((TO_HOUR - FROM_HOUR) * 60) / STEP_MINUTES
    const mean = (ASSUMED.demand * UNITS_A_DAY) / steps
    for (let more = poisson(this.luck, mean); more > 0; more--) await this.somebodyWishes()
    await this.work()
  }

  /** What the worker does: expired holds, reactions, the look after freed units; then people see what they are offered. */
  private async work(): Promise<void> {
    await booking.tasks!.find((task) => task.name === 'booking.expire-holds')!.run(this.services)
    if (!this.withWaitlist) return
    await endPastEntries(this.services)
    await lookAfterUnits(this.services)
    await this.followUp()
  }

  private async followUp(): Promise<void> {
    if (!this.withWaitlist) return
    while ((await this.reactToAll()) > 0);
    await this.peopleSeeTheirOffers()
  }

  private async reactToAll(): Promise<number> {
    const { rows } = await this.services.pool.query<{ id: number; type: string }>('select id, type from platform.event where id > $1 order by id', [this.seenEvent])
    for (const { id, type } of rows) {
      for (const reaction of waitlist.reactions!) if (reaction.on.includes(type)) await react(this.services, reaction, id)
      this.seenEvent = id
    }
    return rows.length
  }

  private contextOf(person: string): Context {
    const id = person as PersonId
    return { actor: { kind: 'patient', accountId: person, personId: id, mayActFor: [id] }, institutionId: null, purpose: 'booking', now: this.services.clock.now(), requestId: 'bench', channel: 'web' }
  }

  private async somebodyWishes(): Promise<void> {
    this.happened.wishes++
    const person = personId(this.nextPerson++)
    const context = this.contextOf(person)
    const wanted = Array.from({ length: DOCTORS }, (_, i) => ({ institutionId: HOSPITAL, serviceId: i + 1 }))
    const [free] = await inTransaction(this.services.db, context, (tx) => nextFree(tx, wanted, 'public', context.now))
    const fits = free && (await this.book(person, free.periodId, free.startsAt.getTime()))
    if (!this.withWaitlist) return
    const far = fits !== undefined && free!.startsAt.getTime() - this.now > ASSUMED.farDays * 86_400_000
    const joins = fits === undefined ? this.luck.next() < ASSUMED.waitsWhenFull : far && this.luck.next() < ASSUMED.waitsForSooner
    if (joins) await this.join(person, wanted, fits === undefined ? undefined : { id: fits, startsAt: free!.startsAt })
  }

  /** Books, and decides now whether and when it will be given back. */
  private async book(person: string, periodId: number, startsAt: number): Promise<string | undefined> {
    const context = this.contextOf(person)
    const appointment = await inTransaction(this.services.db, context, (tx) => bookAppointment(tx, context, { institutionId: HOSPITAL, periodId, pool: 'public', personId: person, note: '' })).catch(asRefusal)
    if (!appointment) return undefined
    this.happened.booked++
    this.maybeCancel(person, appointment.id, startsAt)
    return appointment.id
  }

  private maybeCancel(person: string, id: string, startsAt: number): void {
    if (this.luck.next() >= ASSUMED.cancels) return
    const lead = this.luck.weighted(ASSUMED.cancelLead)
    const [latest, earliest] = lead === 0 ? [startsAt - 3_600_000, startsAt - 86_400_000] : lead === 1 ? [startsAt - 86_400_000, startsAt - 2 * 86_400_000] : [startsAt - 2 * 86_400_000, this.now]
    if (latest <= this.now) return
    const at = Math.max(this.now, earliest) + this.luck.next() * (latest - Math.max(this.now, earliest))
    this.later.push({ at, act: () => this.giveBack(person, id, startsAt) })
  }

  private async giveBack(person: string, id: string, startsAt: number): Promise<void> {
    if (startsAt <= this.now) return
    const context = this.contextOf(person)
    const done = await inTransaction(this.services.db, context, (tx) => cancelAppointment(tx, context, { institutionId: HOSPITAL, id, reason: 'cannot come' })).catch(asRefusal)
    if (done) this.happened.givenBack++
  }

  private async join(person: string, services: readonly { institutionId: number; serviceId: number }[], later: { id: string; startsAt: Date } | undefined): Promise<void> {
    const context = this.contextOf(person)
    const day = (days: number) => localDay(new Date(this.now + days * 86_400_000))
    const toDay = later ? localDay(new Date(later.startsAt.getTime() - 86_400_000)) : day(13)
    const auto = this.luck.next() < ASSUMED.auto ? { auto: { untilDay: day(7), halves: ['afternoon' as const] } } : {}
    await inTransaction(this.services.db, context, (tx) => joinWaitlist(tx, context, {
      ...services[0]!, personId: person, fromDay: day(0), toDay, halves: ['afternoon'], noticeHours: this.luck.weighted(ASSUMED.notice), note: '', contact: 'message', ...auto,
      ...(later ? { insteadOf: { institutionId: HOSPITAL, appointmentId: later.id } } : {}),
    }, services)).catch(asRefusal)
  }

  /** Each decides once for each offer: yes or no by their own habit, after a while, or not at all. */
  private async peopleSeeTheirOffers(): Promise<void> {
    const context = systemContext('bench', this.services.clock.now())
    const rows = await inTransaction(this.services.db, context, async (tx) =>
      (await tx.selectFrom('waitlist.offer').select(['id', 'institution_id', 'person_id', 'starts_at', 'mode']).where('status', '=', 'open').execute()))
    for (const offer of rows) {
      if (this.known.has(offer.id)) continue
      this.known.add(offer.id)
      const habit = chance('habit', offer.person_id).next()
      const [few, many] = ASSUMED.accepts
      const says = this.luck.next() < few + habit * (many - few) ? 'yes' : this.luck.next() < ASSUMED.saysNo ? 'no' : 'nothing'
      if (says === 'nothing') continue
      const after = -Math.log(1 - this.luck.next()) * (offer.mode === 'group' ? ASSUMED.answersInGroup : ASSUMED.answersAfter) * 60_000
      const ref = { institutionId: offer.institution_id, id: offer.id }
      this.later.push({
        at: this.now + after,
        act: async () => {
          const me = this.contextOf(offer.person_id)
          const done = await inTransaction(this.services.db, me, (tx) => (says === 'yes' ? acceptOffer(tx, me, ref, 'link') : declineOffer(tx, me, ref, 'link'))).catch(asRefusal)
          if (says === 'yes' && done?.appointmentId) this.maybeCancel(offer.person_id, done.appointmentId, new Date(offer.starts_at).getTime())
        },
      })
    }
  }
}

/** What the product refuses is an answer; anything else stops the run. */
function asRefusal(error: unknown): undefined {
  if (!(error instanceof DomainError)) throw error
  return undefined
}

function poisson(luck: Chance, mean: number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = luck.next(); product > limit; product *= luck.next()) count++
  return count
}
