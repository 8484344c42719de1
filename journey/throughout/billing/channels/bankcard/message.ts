import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

// The terminal protocol, version 1: how a till speaks with the gateway that card readers hang on. Ours, and small; its fields and
// their widths are those of card messages (amount 4, trace 11, answer 39, reference 37, terminal 41, merchant 42, batch 60.2).
//
// POST {url}/terminal/v1 with one JSON object. Three headers: x-terminal, x-session, x-mac = HMAC-SHA256(key, "request\n" + body).
// An answer carries x-mac = HMAC-SHA256(key, "answer\n" + the request's MAC + "\n" + body), so that it answers this request and no other.
//
// sign-in   {kind, terminal, merchant, nonce} under the terminal's own key -> {answer, session, nonce, batch}. Both then hold the
//           session key HMAC-SHA256(terminal's key, "session\n" + terminal + "\n" + session + "\n" + both nonces); it never travels.
//           A session is good for a day, and the day's number is the batch.
// sale      {kind, terminal, merchant, batch, trace, amount, order}. The reader then asks for the card.
// void      of a whole sale of the same batch; refund: of any part of it, any day. Both name the sale's reference; no card is needed.
// reversal  of a sale that is not decided: it will never be. One that comes before its sale keeps the number, and the sale is refused.
// query     what became of a batch and trace.
// statement of a day.
//
// A batch and trace mean one act: the same content again is the same act, other content is refused (94). Answers: 00 heard,
// 12 not possible (any more), 25 no such act, 58 the reader is busy, 77 sign in again, 94 the number means something else,
// 96 out of order, A0 the MAC is wrong.

export const Step = z.enum(['', 'insert-card', 'enter-pin', 'authorising'])

export const Answer = z.object({
  answer: z.string().length(2),
  merchant: z.string().optional(),
  terminal: z.string().optional(),
  batch: z.int().optional(),
  trace: z.int().optional(),
  order: z.string().optional(),
  /** Twelve digits, cents. */
  amount: z.string().regex(/^\d{12}$/).optional(),
  state: z.enum(['waiting', 'approved', 'declined', 'reversed']).optional(),
  step: Step.optional(),
  reference: z.string().max(12).optional(),
  session: z.string().optional(),
  nonce: z.string().optional(),
  text: z.string().optional(),
})
export type Answer = z.infer<typeof Answer>

export type Fields = Readonly<Record<string, string | number>>

export function amountField(cents: number): string {
  return String(cents).padStart(12, '0')
}

export function nonce(): string {
  return randomBytes(16).toString('hex')
}

export function sessionKey(terminalKey: Buffer, terminalId: string, session: string, ours: string, theirs: string): Buffer {
  return createHmac('sha256', terminalKey).update(['session', terminalId, session, ours, theirs].join('\n')).digest()
}

export function requestMac(key: Buffer, body: string): string {
  return createHmac('sha256', key).update(`request\n${body}`).digest('hex')
}

export function answerMac(key: Buffer, requestsMac: string, body: string): string {
  return createHmac('sha256', key).update(`answer\n${requestsMac}\n${body}`).digest('hex')
}

export function isMac(expected: string, given: string | undefined): boolean {
  return given?.length === expected.length && timingSafeEqual(Buffer.from(expected), Buffer.from(given))
}
