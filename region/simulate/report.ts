import type { InvariantResult } from '#apps/server/invariants.ts'
import type { AppointmentDetail, AppointmentStatus } from '#journey/previsit/booking/contract.ts'
import { each, type Session } from './client.ts'
import type { Ending, World } from './world.ts'

/** What each ending must have left behind. A patient who never came is a no-show once the day is closed; until then still booked. */
const LEFT_BEHIND: Readonly<Record<Ending, readonly AppointmentStatus[]>> = {
  fulfilled: ['fulfilled'],
  cancelled: ['cancelled'],
  'not-come': ['booked', 'no-show'],
  'not-seen': ['booked', 'arrived', 'no-show'],
}

export interface Report {
  readonly lines: readonly string[]
  readonly failed: boolean
}

/** Compares what people were told with what is stored, and checks what must always hold. */
export async function report(world: World, admin: Session, realSeconds: number): Promise<Report> {
  const lost = await acknowledgedButLost(world)
  const invariants = await admin.get<InvariantResult[]>('/api/platform/invariants')
  const broken = invariants.filter((invariant) => invariant.broken > 0)
  const { patients, counts } = world
  const count = (ending: Ending) => patients.filter((patient) => patient.ending === ending).length
  const waits = patients.flatMap((patient) => (patient.calledAt && patient.checkedInAt ? [(patient.calledAt - Math.max(patient.checkedInAt, new Date(patient.appointment!.startsAt).getTime())) / 60_000] : []))
  const paid = patients.reduce((sum, patient) => sum + (patient.paidCents ?? 0), 0)
  const lines = [
    `${world.day}, ${patients.length} people, ${Math.round(realSeconds)} s, ${counts.requests} requests (${Math.round(counts.requests / realSeconds)}/s), answered in ${percentile(counts.answerMs, 50)} ms (middle), ${percentile(counts.answerMs, 95)} ms (95 of 100)`,
    `booked ${patients.filter((patient) => patient.appointment).length}, cancelled ${count('cancelled')}, did not come ${count('not-come')}, seen ${count('fulfilled')}, came and were not seen ${count('not-seen')}, no time found ${patients.filter((patient) => !patient.appointment).length}`,
    `called after their time: middle ${percentile(waits, 50)} min, 90 of 100 within ${percentile(waits, 90)} min; paid ¥${(paid / 100).toFixed(2)} by ${patients.filter((patient) => patient.paidCents).length} people`,
    `sent again because nobody answered: ${counts.repeated}`,
    `refusals: ${[...counts.refusals].sort((a, b) => b[1] - a[1]).map(([code, times]) => `${code} ${times}`).join(', ') || 'none'}`,
    `failures: ${counts.failures.length}${counts.failures.length ? ` (${[...new Set(counts.failures)].slice(0, 5).join('; ')})` : ''}`,
    ...invariants.map(({ name, broken: times, meaning }) => `  ${times === 0 ? '✓' : '✗'} ${name.padEnd(28)} ${times === 0 ? '0' : `${times}: ${meaning}`}`),
    `  ${lost.length === 0 ? '✓' : '✗'} acknowledged_but_lost        ${lost.length}${lost.length ? `: ${lost.slice(0, 5).join('; ')}` : ''}`,
  ]
  return { lines, failed: broken.length > 0 || lost.length > 0 || counts.failures.length > 0 }
}

async function acknowledgedButLost(world: World): Promise<string[]> {
  const lost: string[] = []
  await each(world.patients, 16, async ({ appointment, ending }) => {
    if (!appointment) return
    const { nurse } = world.desks.get(appointment.institutionId)!
    const path = `/api/booking/appointments/${appointment.institutionId}/${appointment.id}`
    const status = await nurse.get<AppointmentDetail>(path).then((stored) => stored.status, (error: Error) => error.message)
    const allowed: readonly string[] = ending ? LEFT_BEHIND[ending] : ['booked', 'arrived', 'no-show']
    if (!allowed.includes(status)) lost.push(`${appointment.id} was ${ending ?? 'booked'}, stored as ${status}`)
  })
  return lost
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? 0)
}
