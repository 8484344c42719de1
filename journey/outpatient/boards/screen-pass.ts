import { signToken, verifyToken } from '#platform/crypto/index.ts'
import { PassNotGood } from './errors.ts'

const PASS = /^board-screen:(\d+):([0-9a-f-]{36})$/
const PASS_SECONDS = 400 * 86_400

/** A screen's own right to say which one it is: given by staff, carried by the screen, good for a year. */
export function issueScreenPass(institutionId: number, screenId: string, now: Date): string {
  return signToken(`board-screen:${institutionId}:${screenId}`, PASS_SECONDS, now)
}

export function screenOfPass(pass: unknown, now: Date): { institutionId: number; screenId: string } {
  const token = typeof pass === 'string' ? verifyToken(pass, now) : { fault: 'forged' as const }
  const parts = 'payload' in token ? PASS.exec(token.payload) : null
  if (!parts) throw new PassNotGood()
  return { institutionId: Number(parts[1]), screenId: parts[2]! }
}
