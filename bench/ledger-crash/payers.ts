import { randomUUID } from 'node:crypto'

/** What one payer knows of one payment: only what was answered to them. */
export interface Known {
  readonly person: number
  readonly cents: number
  paymentId?: string
  /** When the channel said that it has the money. */
  paidAt?: number
  /** When the platform said that the money came. */
  toldAt?: number
}

interface Answer {
  readonly status: number
  readonly text: string
}

export interface Crowd {
  readonly port: number
  readonly people: number
  tokenOf(person: number): string
  personOf(person: number): string
  isOver(): boolean
  /** Nobody waits for ever: after this much time from the last interruption a payer gives up. */
  gaveUp(known: Known): boolean
  readonly known: Known[]
  random(): number
  asked: number
  unanswered: number
}

/**
 * One who tops up their balance by WeChat Pay again and again over the product's own HTTP interface: start, order, pay in the
 * channel's page, ask until the platform says that it has the money. Whatever is not answered is sent again, with the same key.
 */
export async function payer(crowd: Crowd): Promise<void> {
  while (!crowd.isOver()) {
    const known: Known = { person: Math.floor(crowd.random() * crowd.people), cents: 1000 + Math.floor(crowd.random() * 500) }
    crowd.known.push(known)
    await pay(crowd, known)
  }
}

async function pay(crowd: Crowd, known: Known): Promise<void> {
  const started = await insist(crowd, known, '/api/billing/top-ups', { personId: crowd.personOf(known.person), cents: known.cents, channel: 'wechatpay' })
  if (started?.status !== 201) return
  known.paymentId = (JSON.parse(started.text) as { id: string }).id
  const path = `/api/billing/payments/0/${known.paymentId}`
  let payUrl: string | null = null
  while (!payUrl) {
    const ordered = await insist(crowd, known, `${path}/order`, {})
    // Not even the payment is there any more: it was never paid, and is begun anew.
    if (!ordered || ordered.status === 404 || crowd.gaveUp(known)) return
    const { payUrl: url, state } = JSON.parse(ordered.text) as { payUrl: string | null; state: string }
    if (state === 'succeeded' || state === 'closed' || state === 'failed') break
    payUrl = url
    if (!payUrl) await pause(200)
  }
  // The channel's own page; it says that it is paid, or it was not answered and is asked again.
  while (payUrl && known.paidAt === undefined) {
    const page = await ask(crowd, known, new URL(payUrl).pathname, 'POST', '')
    if (page?.status === 200 && page.text.includes('付好了')) known.paidAt = performance.now()
    else if (crowd.gaveUp(known)) return
    else await pause(100)
  }
  while (known.toldAt === undefined && !crowd.gaveUp(known)) {
    const seen = await ask(crowd, known, path, 'GET')
    if (seen?.status === 200 && (JSON.parse(seen.text) as { state: string }).state === 'succeeded') known.toldAt = performance.now()
    else await pause(100)
  }
}

/** Sends the same until it is answered. */
async function insist(crowd: Crowd, known: Known, path: string, body: object): Promise<Answer | undefined> {
  const key = randomUUID()
  for (;;) {
    const answer = await ask(crowd, known, path, 'POST', JSON.stringify(body), key)
    if (answer && answer.status < 500 && answer.status !== 429) return answer
    if (crowd.gaveUp(known)) return undefined
    await pause(150)
  }
}

async function ask(crowd: Crowd, known: Known, path: string, method: 'GET' | 'POST', body?: string, key: string = randomUUID()): Promise<Answer | undefined> {
  crowd.asked++
  try {
    const response = await fetch(`http://127.0.0.1:${crowd.port}${path}`, {
      method, headers: { cookie: `liuxin_session=${crowd.tokenOf(known.person)}`, ...(method === 'POST' ? { 'idempotency-key': key, 'content-type': 'application/json' } : {}) },
      ...(body === undefined ? {} : { body }), signal: AbortSignal.timeout(10_000),
    })
    return { status: response.status, text: await response.text() }
  } catch {
    crowd.unanswered++
    return undefined
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
