import { addDays, countWaiters, type PoolTerms, poolTerms } from '#engines/capacity/index.ts'
import { previewEdits } from '#journey/previsit/supply/index.ts'
import type { Edit, Plan } from '#journey/previsit/supply/contract.ts'
import { priceOf, serviceById } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { type AdviceRow, hoursOf } from '../advice-row.ts'
import type { Candidate, Choice, ExtraClinic, ExtraPreview } from '../contract.ts'
import { ClinicNotFitting, DoctorNotFree, RoomTaken, TooLate } from '../errors.ts'
import { extraChoices } from './extra-choices.ts'

export interface Chosen {
  readonly candidate: Candidate
  readonly clinic: ExtraClinic
  readonly edit: Extract<Edit, { kind: 'session-add' }>
}

/**
 * The choice as the planner of schedules understands it. Throws {@link TooLate}, {@link DoctorNotFree} (with why), {@link ClinicNotFitting},
 * {@link RoomTaken}: behind the schedule's lock what holds now holds until the transaction ends.
 */
export async function chosenExtra(tx: Tx, context: Context, institutionId: number, advice: AdviceRow, choice: Choice): Promise<Chosen> {
  const choices = await extraChoices(tx, context, institutionId, advice)
  if (choices.tooLate) throw new TooLate({ noticeHours: choices.noticeHours })
  const candidate = choices.candidates.find((one) => one.practitionerId === choice.practitionerId)
  if (!candidate) throw new DoctorNotFree({ why: choices.cannot.find((one) => one.practitionerId === choice.practitionerId)?.why ?? null })
  const clinic = candidate.clinics.find((one) => one.serviceId === choice.serviceId)
  if (!clinic) throw new ClinicNotFitting()
  if (choices.rooms.some((one) => one.name === choice.room && one.taken)) throw new RoomTaken({ room: choice.room })
  const { day, half, from, to } = hoursOf(advice)
  const { serviceId, periodMinutes, pools } = clinic
  return { candidate, clinic, edit: { kind: 'session-add', serviceId, practitionerId: candidate.practitionerId, day, half, from, to, periodMinutes, pools, room: choice.room } }
}

/** What confirming would make, by the planner's own preview: nothing is changed and nobody waits. */
export async function previewExtra(tx: Tx, context: Context, institutionId: number, advice: AdviceRow, choice: Choice): Promise<ExtraPreview> {
  const chosen = await chosenExtra(tx, context, institutionId, advice, choice)
  const plan = await previewEdits(tx, context, institutionId, [chosen.edit])
  const hours = hoursOf(advice)
  const { candidate, clinic } = chosen
  const service = await serviceById(tx, institutionId, clinic.serviceId, hours.startsAt)
  const price = service && await priceOf(tx, institutionId, service.feeCode, hours.startsAt)
  const terms = new Map((await poolTerms(tx, institutionId)).map((one) => [one.code, one]))
  return {
    seen: plan.seen, doctor: candidate.name, doctorEn: candidate.nameEn, clinic: clinic.name, clinicEn: clinic.nameEn, room: choice.room, day: hours.day, from: hours.from, to: hours.to,
    periodMinutes: clinic.periodMinutes, periods: Math.floor((hours.endsAt.getTime() - hours.startsAt.getTime()) / 60_000 / clinic.periodMinutes), units: plan.counts.unitsAdded,
    feeCents: price?.priceCents ?? null, fee: price?.name ?? '', feeEn: price?.nameEn ?? '',
    pools: poolsOf(plan, terms, hours.day, context.now), waiting: await countWaiters(tx, context, institutionId, { ...hours, serviceId: clinic.serviceId }),
    problems: plan.problems.map((one) => one.code),
  }
}

function poolsOf({ pools }: Plan, terms: ReadonlyMap<string, PoolTerms>, day: string, now: Date): ExtraPreview['pools'] {
  return pools.map(({ pool, added }) => {
    const one = terms.get(pool)!
    const opensAt = new Date(`${addDays(day, -one.opensDaysBefore)}T${one.opensAt}:00+08:00`)
    return { pool, name: one.name, nameEn: one.nameEn, units: added, opensAt: opensAt.toISOString(), isOpen: opensAt <= now }
  })
}
