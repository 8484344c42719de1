import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { DocumentKind } from '../documents/kinds.ts'

/** Do this name, number and phone belong to one human? 'unknown': nobody answered in time, and it can be asked again. */
export interface RealNameQuestion {
  /** The same question asked again carries the same id, and is charged and counted once. */
  readonly checkId: string
  readonly name: string
  readonly kind: DocumentKind
  readonly number: string
  readonly phone?: string | undefined
}

export interface RealNameAnswer {
  readonly checkId: string
  readonly result: 'same' | 'different' | 'unknown'
  /** The register's own number for its answer, or why there is none. */
  readonly reference: string
}

export type AskRealName = (question: RealNameQuestion) => Promise<RealNameAnswer>

export interface RealNameService {
  readonly url: string
  readonly keyId: string
  readonly key: string
  readonly timeoutMs: number
}

const Answer = z.object({ checkId: z.uuid(), result: z.enum(['same', 'different']), reference: z.string().min(1).max(100) })

/** The signature both sides put on what they send: HMAC-SHA256 over time, nonce and body. */
export function signRealName(key: string, timestamp: string, nonce: string, body: string): string {
  return createHmac('sha256', key).update(`${timestamp}\n${nonce}\n${body}`).digest('hex')
}

export function isSignedRealName(key: string, timestamp: string, nonce: string, body: string, signature: string): boolean {
  const expected = Buffer.from(signRealName(key, timestamp, nonce, body))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** Asks the register of names over HTTP. Whatever is not a signed, timely answer is 'unknown', never a guess. */
export function realNameClient(service: RealNameService): AskRealName {
  return async (question) => {
    const unknown = (reference: string): RealNameAnswer => ({ checkId: question.checkId, result: 'unknown', reference })
    const body = JSON.stringify(question)
    const timestamp = String(Math.floor(Date.now() / 1000))
    const nonce = randomBytes(12).toString('hex')
    try {
      const response = await fetch(`${service.url}/checks`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-key-id': service.keyId,
          'x-timestamp': timestamp,
          'x-nonce': nonce,
          'x-signature': signRealName(service.key, timestamp, nonce, body),
        },
        body,
        signal: AbortSignal.timeout(service.timeoutMs),
      })
      const text = await response.text()
      if (!response.ok) return unknown(`status-${response.status}`)
      if (!isSignedRealName(service.key, timestamp, nonce, text, response.headers.get('x-signature') ?? '')) return unknown('answer-not-signed')
      const answer = Answer.safeParse(JSON.parse(text))
      return answer.success && answer.data.checkId === question.checkId ? answer.data : unknown('answer-not-understood')
    } catch (error) {
      return unknown(error instanceof Error && error.name === 'TimeoutError' ? 'no-answer-in-time' : 'not-reachable')
    }
  }
}

/** Where no register is connected, nothing is ever confirmed from afar: a window that sees the document does it. */
export const noRealName: AskRealName = (question) =>
  Promise.resolve({ checkId: question.checkId, result: 'unknown', reference: 'not-connected' })
