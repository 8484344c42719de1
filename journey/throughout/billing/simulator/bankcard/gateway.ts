import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '#platform/http/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Services } from '#platform/services.ts'
import { amountField, answerMac, isMac, nonce, requestMac, sessionKey, type Answer } from '../../channels/bankcard/message.ts'
import type { Terminal } from '../../channels/bankcard/terminals.ts'
import { behaviourOf, type Behaviour } from '../behaviour.ts'
import { bankcardDay } from '../statements/day.ts'
import { giveBack, operation, reverse, sell, type OperationRow } from './operations.ts'
import { bankcardSides, MERCHANT } from './sides.ts'

const Act = z.object({ kind: z.string(), terminal: z.string(), merchant: z.literal(MERCHANT), batch: z.int(), trace: z.int(), amount: z.string().optional(), order: z.string().optional(), original: z.string().optional() })

/** Sales that were overtaken by what came after them; they arrive later. */
const overtaken: (() => Promise<unknown>)[] = []

/** The acquirer's gateway: readers hang on it, tills ask it. */
export function cardGateway(app: App, services: Services): void {
  app.post('/simulator/bankcard/terminal/v1', { schema: { hide: true } }, async (request, reply) => {
    const behaviour = await behaviourOf(services.pool, 'bankcard')
    if (behaviour.requestsLost) return reply.code(502).send('')
    const body = typeof request.body === 'string' ? request.body : ''
    const key = await keyOf(services, request, body)
    if (!key) return reply.type('application/json').send('{"answer":"77"}')
    const mac = requestMac(key, body)
    const isTrue = isMac(mac, header(request, 'x-mac'))
    const fields: unknown = JSON.parse(body)
    const kind = z.object({ kind: z.string() }).parse(fields).kind
    if (behaviour.shuffleCallbacks && kind === 'sale') {
      overtaken.push(() => act(services, kind, fields))
      return reply.code(502).send('')
    }
    let answer: Answer = { answer: isTrue ? '96' : 'A0' }
    // A line that doubles delivers the same question several times.
    for (let copy = 0; isTrue && copy < behaviour.callbackCopies; copy++) answer = kind === 'sign-in' ? await signIn(services, fields) : await act(services, kind, fields)
    for (const late of overtaken.splice(0)) await late()
    // The act was done, but nobody hears of it: the worst a channel can do.
    if (behaviour.answersFail) return reply.code(502).send('')
    const text = JSON.stringify(lied(answer, behaviour))
    return reply.header('x-mac', answerMac(behaviour.lie === 'signature' ? Buffer.alloc(32) : key, mac, text)).type('application/json').send(text)
  })
}

const header = (request: FastifyRequest, name: string) => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

function lied(answer: Answer, { lie }: Behaviour): Answer {
  if (lie === 'amount' && answer.amount) return { ...answer, amount: amountField(Number(answer.amount) + 1) }
  return lie === 'merchant' && answer.merchant ? { ...answer, merchant: '898310080629999' } : answer
}

/** Signing in goes under the terminal's own key, everything else under the session's. */
async function keyOf(services: Services, request: FastifyRequest, body: string): Promise<Buffer | undefined> {
  const terminalId = header(request, 'x-terminal') ?? ''
  const terminal: Terminal | undefined = (await bankcardSides(services)).terminal(terminalId)
  if (!terminal) return undefined
  if (header(request, 'x-session') === '') return body.includes('"kind":"sign-in"') ? terminal.key : undefined
  const { rows } = await services.pool.query<{ session_key: string }>('select session_key from simulator.card_session where terminal_id = $1 and session_id = $2', [terminalId, header(request, 'x-session') ?? ''])
  return rows[0] && Buffer.from(rows[0].session_key, 'hex')
}

/** The day's number. */
function batchOf(now: Date): number {
  return Math.floor((Date.parse(`${localDay(now)}T00:00:00Z`) - Date.parse('2020-01-01T00:00:00Z')) / 86_400_000)
}

async function signIn(services: Services, fields: unknown): Promise<Answer> {
  const { terminal, nonce: theirs } = z.object({ terminal: z.string(), nonce: z.string() }).parse(fields)
  const { key } = (await bankcardSides(services)).terminal(terminal)!
  const [session, ours, batch] = [randomUUID(), nonce(), batchOf(services.clock.now())]
  await services.pool.query(
    `insert into simulator.card_session (terminal_id, session_id, session_key, batch, opened_at) values ($1, $2, $3, $4, $5)
     on conflict (terminal_id) do update set session_id = excluded.session_id, session_key = excluded.session_key, batch = excluded.batch, opened_at = excluded.opened_at`,
    [terminal, session, sessionKey(key, terminal, session, theirs, ours).toString('hex'), batch, services.clock.now()])
  return { answer: '00', session, nonce: ours, batch }
}

async function act(services: Services, kind: string, fields: unknown): Promise<Answer> {
  if (kind === 'statement') return { answer: '00', text: (await bankcardDay(services, z.object({ day: z.iso.date() }).parse(fields).day)).text }
  const { amount, order = '', original = '', ...number } = Act.parse(fields)
  const cents = Number(amount ?? 0)
  if (kind === 'sale') return told(await sell(services, number, { cents, order }))
  if (kind === 'void' || kind === 'refund') return told(await giveBack(services, number, { kind, cents, order, original, batchNow: batchOf(services.clock.now()) }))
  if (kind === 'reversal') return told(await reverse(services, number))
  return kind === 'query' ? told((await operation(services, number)) ?? '25') : { answer: '96' }
}

function told(row: OperationRow | string): Answer {
  if (typeof row === 'string') return { answer: row }
  return {
    answer: '00', merchant: MERCHANT, terminal: row.terminal_id, batch: row.batch, trace: row.trace, order: row.order_no, amount: amountField(row.amount_cents),
    state: row.state === 'voided' ? 'approved' : row.state, step: row.step, reference: row.reference,
  }
}
