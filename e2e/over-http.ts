import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { DEMO_HOSPITAL, DEMO_PASSWORD } from '#region/data/demo-people.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever came
export type Ask = (method: string, path: string, body?: object, key?: string) => Promise<any>

/** Somebody's browser: keeps its cookies, gives every write its key, or the one it is told. */
export function browserAt(url: string): Ask {
  const jar = new Map<string, string>()
  return async (method, path, body, key = randomUUID()) => {
    const reply = await fetch(url + path, {
      method,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'GET' ? {} : { 'idempotency-key': key }), ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    for (const cookie of reply.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
      if (value) jar.set(name, value)
      else jar.delete(name)
    }
    const answer: unknown = await reply.json().catch(() => null)
    if (!reply.ok) throw Object.assign(new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(answer)}`), { status: reply.status })
    return answer
  }
}

export async function signInStaff(url: string, username: string): Promise<Ask> {
  const ask = browserAt(url)
  await ask('POST', '/api/access/staff/sign-in', { username, password: DEMO_PASSWORD })
  const { code } = await ask('GET', '/api/access/demo/code')
  await ask('POST', '/api/access/staff/second-factor', { code })
  return ask
}

async function signInPatient(url: string, phone: string) {
  const ask = browserAt(url)
  await ask('POST', '/api/access/codes', { phone })
  const inbox = async () => ((await ask('GET', `/simulator/sms/outbox?format=json&phone=${phone}`)) as { code: string | null }[])[0]?.code
  await expect.poll(inbox, { timeout: 10_000 }).toBeTruthy()
  const { person } = await ask('POST', '/api/access/sign-in', { phone, code: await inbox() })
  return { ask, personId: person.personId as string }
}

/** Books a doctor of the demonstration for these people, and lets the nurse check them in. */
export async function bookAndArrive(url: string, nurse: Ask, phones: readonly string[], doctorName = '林知夏'): Promise<void> {
  for (const phone of phones) {
    const { ask, personId } = await signInPatient(url, phone)
    const { openings } = await ask('GET', `/api/booking/openings?institutionId=${DEMO_HOSPITAL}&q=${encodeURIComponent(doctorName)}`)
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
    const { periods } = await ask('GET', `/api/booking/services/${DEMO_HOSPITAL}/${openings[0].serviceId}/periods?day=${today}`)
    const period = periods.find(({ state }: { state: string }) => state === 'free')
    const appointment = await ask('POST', '/api/booking/appointments', { institutionId: DEMO_HOSPITAL, periodId: period.periodId, personId })
    await nurse('POST', '/api/arrival/desk/check-ins', { appointmentId: appointment.id })
  }
}
