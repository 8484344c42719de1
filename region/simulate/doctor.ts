import type { VerbDone } from '#journey/outpatient/arrival/contract.ts'
import type { Desk } from '#journey/outpatient/consulting/contract.ts'
import { Refused, type Session } from './client.ts'
import { payTheBill } from './patient.ts'
import { signInStaff } from './sign-in.ts'
import { newSession, type Patient, type World } from './world.ts'

const NOT_AT_THE_DOOR = 0.03
const MINUTE_SECONDS = 60
/** How long after the last booked time a doctor stays for those who wait. */
const STAYS_MINUTES = 180

const COMPLAINTS = [
  { complaint: '反复胸闷两周', q: '高血压', plan: '规律服药，两周后复诊' },
  { complaint: '咳嗽五天，有痰', q: '支气管炎', plan: '多喝水，不好转再来' },
  { complaint: '上腹部隐痛一个月', q: '胃炎', plan: '清淡饮食，必要时胃镜' },
  { complaint: '右膝疼痛，下楼加重', q: '关节', plan: '减少负重，理疗' },
] as const

export interface Duty {
  readonly institutionId: number
  readonly username: string
  readonly patients: readonly Patient[]
}

/** A doctor's day: sits down, calls, sees, writes, orders, finishes, until everybody who came has been seen. */
export async function workADay(world: World, duty: Duty): Promise<void> {
  const times = duty.patients.map((patient) => new Date(patient.appointment!.startsAt).getTime())
  await world.clock.until(Math.min(...times) - 10 * MINUTE_SECONDS * 1000)
  const session = newSession(world, 'desk')
  await signInStaff(session, duty.username)
  const mine = new Map(duty.patients.map((patient) => [patient.appointment!.id, patient]))
  const leavesAt = Math.max(...times) + STAYS_MINUTES * MINUTE_SECONDS * 1000
  const luck = world.chance('doctor', duty.username)
  while (world.clock.now() < leavesAt && duty.patients.some((patient) => !patient.ending)) {
    const called = await callNext(session)
    if (!called) {
      await world.clock.pause(MINUTE_SECONDS)
      continue
    }
    const patient = mine.get(called.visitId)
    if (patient && luck.next() >= NOT_AT_THE_DOOR) await see(world, session, patient, luck.next())
    else await passOn(session, called.visitId, patient)
  }
}

async function callNext(session: Session): Promise<VerbDone | null> {
  try {
    return await session.send<VerbDone>('POST', '/api/arrival/queues/call-next', {})
  } catch (error) {
    if (error instanceof Refused && error.status === 409) return null
    throw error
  }
}

/** Called, and nobody came in: their place is kept, they are called again after the next. */
async function passOn(session: Session, visitId: string, patient: Patient | undefined): Promise<void> {
  await session.send('POST', `/api/arrival/queues/visits/${visitId}`, { verb: 'pass' })
  if (patient) await session.send('POST', `/api/arrival/queues/visits/${visitId}`, { verb: 'rejoin' })
}

async function see(world: World, session: Session, patient: Patient, luck: number): Promise<void> {
  const { id: visitId, institutionId } = patient.appointment!
  patient.calledAt = world.clock.now()
  const desk = await session.send<Desk>('POST', '/api/consulting/visits', { visitId })
  const story = COMPLAINTS[Math.floor(luck * COMPLAINTS.length)]!
  const [diagnosis] = await session.get<{ code: string; name: string }[]>(`/api/terminology/diagnoses?q=${encodeURIComponent(story.q)}&limit=1`)
  // Half of the time goes before the note, half after: three to ten minutes in all.
  await world.clock.pause((3 + luck * 7) * MINUTE_SECONDS * 0.5)
  const saved = await session.send<{ revision: number }>('PUT', `/api/consulting/visits/${visitId}/note`, {
    complaint: story.complaint, history: '', examination: '', assessment: '', plan: story.plan, advice: story.plan,
    revision: desk.note.revision, diagnoses: diagnosis ? [{ code: diagnosis.code, name: diagnosis.name }] : [],
  })
  await order(session, institutionId, visitId, luck)
  await world.clock.pause((3 + luck * 7) * MINUTE_SECONDS * 0.5)
  await session.send('POST', `/api/consulting/visits/${visitId}/finish`, { revision: saved.revision })
  patient.finishedAt = world.clock.now()
  patient.ending = 'fulfilled'
  // The patient walks to the phone or the window; the doctor does not wait for that.
  paying.push(payTheBill(world, patient).catch((error: unknown) => void world.counts.failures.push(String(error))))
}

const paying: Promise<void>[] = []

/** Waits until everybody who was seen has paid. */
export async function everybodyPaid(): Promise<void> {
  await Promise.all(paying)
}

async function order(session: Session, institutionId: number, visitId: string, luck: number): Promise<void> {
  const q = luck < 0.5 ? '血' : 'CT'
  const prices = await session.get<{ code: string; kind: string }[]>(`/api/directory/institutions/${institutionId}/prices?q=${encodeURIComponent(q)}`)
  const items = prices.filter((price) => price.kind === 'laboratory' || price.kind === 'examination').slice(0, luck < 0.35 ? 1 : luck < 0.5 ? 2 : 0)
  for (const { code } of items) {
    try {
      await session.send('POST', `/api/consulting/visits/${visitId}/orders`, { code, quantity: 1 })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }
}
