import { generateSync } from 'otplib'
import { demoTotpSecret } from '#journey/throughout/access/index.ts'
import type { CodeAsked, SessionState } from '#journey/throughout/access/contract.ts'
import { DEMO_PASSWORD } from '../data/demo-people.ts'
import { samplePhone } from '../demo.ts'
import { Refused, type Session } from './client.ts'

const CODE_MS = 30_000

/**
 * Signs a member of staff in: password, then the authenticator's code. A code is good once: whoever was in a moment ago waits for the
 * next. Whoever never heard the answer because the server went away begins at the password again, as at a real desk.
 */
export async function signInStaff(session: Session, username: string): Promise<SessionState> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.send('POST', '/api/access/staff/sign-in', { username, password: DEMO_PASSWORD })
      const code = generateSync({ secret: demoTotpSecret, epoch: Math.floor(Date.now() / 1000) })
      return await session.send<SessionState>('POST', '/api/access/staff/second-factor', { code })
    } catch (error) {
      if (attempt === 3 || !(error instanceof Refused)) throw error
      await new Promise((resolve) => setTimeout(resolve, CODE_MS - (Date.now() % CODE_MS) + 200))
    }
  }
}

/**
 * Signs a patient in by the code that the simulated carrier delivered to their phone. Answers null where nobody of the
 * region stands behind the number yet (children have none of their own).
 */
export async function signInPatient(session: Session, index: number): Promise<string | null> {
  const phone = samplePhone(index)
  try {
    await session.send<CodeAsked>('POST', '/api/access/codes', { phone })
  } catch (error) {
    // This phone had its code a moment ago, in an earlier run.
    if (error instanceof Refused && error.status === 429) return null
    throw error
  }
  const code = await codeOn(session, phone)
  const state = await session.send<SessionState>('POST', '/api/access/sign-in', { phone, code })
  return state.person?.personId ?? null
}

async function codeOn(session: Session, phone: string): Promise<string> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const messages = await session.get<{ code: string | null }[]>(`/simulator/sms/outbox?phone=${phone}&format=json`)
    const code = messages.find((message) => message.code)?.code
    if (code) return code
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no message reached ${phone}`)
}
