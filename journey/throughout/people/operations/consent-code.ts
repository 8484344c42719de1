import { randomInt } from 'node:crypto'

/** A text message to send when the transaction is over. */
export interface CodeToSend {
  readonly phone: string
  readonly code: string
}

const minutesValid = 10

export function newConsentCode(requestId: string, now: Date): { code: string; hashed: string; expiresAt: Date } {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  return { code, hashed: consentText(requestId, code), expiresAt: new Date(now.getTime() + minutesValid * 60_000) }
}

/** What is hashed: a code is good for its own request only. */
export function consentText(requestId: string, code: string): string {
  return `consent ${requestId} ${code}`
}
