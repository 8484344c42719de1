import { randomUUID } from 'node:crypto'
import { DOCTORS, type Hospital, officeToken, PEOPLE, PERIODS, periodOf, personOf, sessionOf, tokenOf } from './world.ts'

/** A small generator of random numbers with a seed: the same seed, the same wishes. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Mine {
  readonly id: string
  readonly person: number
  confirmed: boolean
  /** Somebody asked that it end. */
  ended: boolean
}

/** What the product said to those who tried; the database must agree with every word. */
export interface Told {
  readonly mine: Mine[]
  readonly statuses: Map<number, number>
  attempts: number
}

const POOLS = ['public', 'public', 'elderly'] as const

/** One attempt of one person, through one of the server processes. Never waits for anybody else. */
export async function attempt(hospital: Hospital, told: Told, random: () => number, ports: readonly number[]): Promise<void> {
  const pick = (n: number) => Math.floor(random() * n)
  const person = pick(PEOPLE)
  const port = ports[pick(ports.length)]!
  const own = told.mine.filter((one) => one.person === person && !one.ended)
  const last = own.at(-1)
  const kind = random()
  const { institutionId } = hospital
  const periodId = periodOf(hospital, pick(DOCTORS), pick(PERIODS))
  const pool = POOLS[pick(POOLS.length)]!
  const post = (path: string, body: object) => ask(port, path, tokenOf(hospital, person), body, told)
  told.attempts++
  if (last && kind < 0.15) {
    const { status } = await post('/api/booking/appointments', { institutionId, holdId: last.id })
    if (status === 201) last.confirmed = true
  } else if (last && kind < 0.3) {
    last.ended = true
    await post(`/api/booking/appointments/${institutionId}/${last.id}/cancel`, {})
  } else if (last && kind < 0.45) {
    await post(`/api/booking/appointments/${institutionId}/${last.id}/move`, { periodId, pool })
  } else if (kind < 0.75) {
    const { status, body } = await post('/api/booking/holds', { institutionId, periodId, personId: personOf(hospital, person), pool })
    if (status === 201) told.mine.push({ id: body['id'] as string, person, confirmed: false, ended: false })
  } else {
    const { status, body } = await post('/api/booking/appointments', { institutionId, periodId, personId: personOf(hospital, person), pool })
    if (status === 201) told.mine.push({ id: body['id'] as string, person, confirmed: true, ended: false })
  }
}

/** The outpatient office stops a clinic while everybody books. */
export async function stopClinic(hospital: Hospital, doctor: number, told: Told, port: number): Promise<void> {
  await ask(port, '/api/suspension/suspensions', officeToken(hospital), { sessions: [{ sessionId: sessionOf(hospital, doctor) }], reason: 'illness' }, told, true)
}

async function ask(port: number, path: string, token: string, body: object, told: Told, isStaff = false): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json', 'idempotency-key': randomUUID(),
      cookie: isStaff ? `liuxin_desk=${token}` : `liuxin_session=${token}`,
      ...(isStaff ? { referer: `http://127.0.0.1:${port}/staff/` } : {}),
    },
    body: JSON.stringify(body),
  })
  told.statuses.set(response.status, (told.statuses.get(response.status) ?? 0) + 1)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
