import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Context } from '#platform/context/context.ts'
import { audit } from '#platform/audit/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Draw, DrawPage, DrawRecord } from '../contract.ts'
import { DrawNotFound } from '../errors.ts'
import { applicationsWhere, drawsWhere, findDraw, type StoredDraw } from '../stored.ts'
import { countOf, freeUnits } from '../units.ts'

type Ref = { readonly institutionId: number; readonly id: string }

async function found(tx: Tx, { institutionId, id }: Ref): Promise<StoredDraw> {
  const draw = await findDraw(tx, institutionId, id)
  if (!draw) throw new DrawNotFound()
  return draw
}

/** A draw with one's own applications, and the times one may choose from. */
export async function drawPage(tx: Tx, context: Context, snapshot: Snapshot, ref: Ref): Promise<DrawPage> {
  const draw = await found(tx, ref)
  const { actor, now } = context
  const persons = actor.kind === 'patient' ? actor.mayActFor : []
  const mine = persons.length === 0 ? [] : await applicationsWhere(tx, sql`institution_id = ${ref.institutionId} and draw_id = ${ref.id}
    and person_id = any (${[...persons]}::uuid[]) and status <> 'void' order by applied_at`)
  for (const one of mine) await audit(tx, context, { action: 'lottery.read-application', personId: one.personId, subject: `application/${one.id}`, institutionId: ref.institutionId })
  const free = await freeUnits(tx, draw, 'draw', now)
  return {
    draw: await drawView(tx, snapshot, draw, now, countOf(free)), mine,
    times: free.map((one) => ({ periodId: one.periodId, startsAt: one.startsAt.toISOString(), endsAt: one.endsAt.toISOString(), left: one.left })),
  }
}

/** Draws that are announced, open, or ended within the last days; of the region, a hospital or one clinic. */
export async function drawsOf(tx: Tx, snapshot: Snapshot, { institutionId, serviceId }: { institutionId?: number | undefined; serviceId?: number | undefined }, now: Date): Promise<Draw[]> {
  const draws = await drawsWhere(tx, sql`(${institutionId ?? null}::integer is null or institution_id = ${institutionId ?? null}) and (${serviceId ?? null}::integer is null or service_id = ${serviceId ?? null})
    and cancelled_at is null and last_day >= (${now}::timestamptz - interval '3 days')::date order by draws_at desc limit 50`)
  return Promise.all(draws.map(async (draw) => drawView(tx, snapshot, draw, now, countOf(await freeUnits(tx, draw, 'draw', now)))))
}

/** What anybody needs to draw again. */
export async function drawRecord(tx: Tx, snapshot: Snapshot, ref: Ref, now: Date): Promise<DrawRecord> {
  const draw = await found(tx, ref)
  const { rows } = await sql<DrawRecord['order'][number]>`select id, weight, place, status from lottery.order_of(${ref.institutionId}, ${ref.id}) order by place`.execute(tx)
  return { draw: await drawView(tx, snapshot, draw, now, draw.units ?? 0), order: rows }
}

async function drawView(tx: Tx, snapshot: Snapshot, draw: StoredDraw, now: Date, free: number): Promise<Draw> {
  const { institutionId, serviceId } = draw
  const service = snapshot.services.get(`${institutionId}/${serviceId}`)
  const institution = snapshot.institutions.get(institutionId)
  const department = snapshot.departments.get(`${institutionId}/${service?.departmentId ?? 0}`)
  const doctor = service && service.practitionerId !== null ? snapshot.practitioners.get(`${institutionId}/${service.practitionerId}`) : undefined
  const { rows } = await sql<{ applied: number; offered: number; confirmed: number; next: number }>`select * from lottery.counts_of(${institutionId}, ${draw.id})`.execute(tx)
  return {
    institutionId, id: draw.id, serviceId,
    departmentName: department?.name ?? '', departmentNameEn: department?.nameEn ?? '',
    doctorName: doctor?.name ?? service?.name ?? '', doctorNameEn: doctor?.nameEn ?? service?.nameEn ?? '',
    institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '',
    firstDay: draw.firstDay, lastDay: draw.lastDay,
    appliesFrom: draw.appliesFrom.toISOString(), appliesUntil: draw.appliesUntil.toISOString(), drawsAt: draw.drawsAt.toISOString(),
    offersUntil: draw.offersUntil.toISOString(), confirmMinutes: draw.confirmMinutes, weights: draw.weights,
    seedHash: draw.seedHash.toString('hex'), seed: draw.seed, drawnAt: draw.drawnAt?.toISOString() ?? null,
    state: stateOf(draw, now), units: draw.units ?? free, flowed: draw.flowed, now: now.toISOString(), ...rows[0]!,
  }
}

function stateOf(draw: StoredDraw, now: Date): Draw['state'] {
  if (draw.cancelledAt) return 'cancelled'
  if (draw.finishedAt) return 'finished'
  if (draw.drawnAt) return 'drawn'
  return now < draw.appliesFrom ? 'planned' : now < draw.appliesUntil ? 'open' : 'closed'
}
