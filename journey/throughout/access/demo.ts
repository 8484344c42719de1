import { generateSync } from 'otplib'
import type { DemoCode } from './contract.ts'

/** The second factor of every demonstration account. Published on purpose: it protects made-up people only. */
export const demoTotpSecret = 'LIUXINDEMOLIUXINDEMOLIUXINDEMOAB'

const stepSeconds = 30

/** What an authenticator app would show at a moment. */
export function demoCode(now: Date): DemoCode {
  const epoch = Math.floor(now.getTime() / 1000)
  return { code: generateSync({ secret: demoTotpSecret, epoch }), secondsLeft: stepSeconds - (epoch % stepSeconds) }
}
