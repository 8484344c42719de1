import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { centsOfYuan, yuan } from '../../channels/channel.ts'
import { isSignedRequest, rsa2, type Parameters } from '../../channels/alipay/signing.ts'
import { behaviourOf } from '../behaviour.ts'
import { alipayDay } from '../statements/day.ts'
import { localTime } from '../statements/local-time.ts'
import { packed } from '../statements/packed.ts'
import { alipaySides } from './keys.ts'
import { closeTrade, findTrade, placeTrade, refundOf, refundTrade, type TradeRow } from './trades.ts'

type Answer = Readonly<Record<string, unknown>>
const refuse = (sub_code: string): Answer => ({ code: '40004', msg: 'Business Failed', sub_code, sub_msg: sub_code })
const fine = (content: Answer): Answer => ({ code: '10000', msg: 'Success', ...content })

const OrderContent = z.object({
  out_trade_no: z.string().regex(/^\w{6,64}$/), total_amount: z.string(), subject: z.string().min(1).max(256), store_id: z.string().max(32).optional(), time_expire: z.string(),
})
const TradeContent = z.object({ out_trade_no: z.string() })
const RefundContent = TradeContent.extend({ out_request_no: z.string().min(1).max(64), refund_amount: z.string() })

/** Alipay's side of gateway.do: checks the app's signature, signs the answer's text as it stands. */
export function alipayGateway(app: App, services: Services): void {
  app.post('/simulator/alipay/gateway.do', { schema: { hide: true } }, async (request, reply) => answer(services, parametersOf(request), reply))
  // The payer's browser comes here with a signed address; the page that follows is Alipay's.
  app.get('/simulator/alipay/gateway.do', { schema: { hide: true } }, async (request, reply) => {
    const parameters = parametersOf(request)
    const { appPublicKey } = await alipaySides(services)
    if (!isSignedRequest(appPublicKey, parameters) || parameters['method'] !== 'alipay.trade.wap.pay') return reply.code(400).type('text/plain; charset=utf-8').send('签名不对。 The signature is wrong.')
    const trade = await place(services, parameters)
    return typeof trade === 'string' ? reply.code(400).type('text/plain; charset=utf-8').send(trade) : reply.redirect(`/simulator/alipay/pay/${trade.code}`)
  })
  app.get('/simulator/alipay/bill/:day', { schema: { hide: true } }, async (request, reply) => {
    const { day } = z.object({ day: z.iso.date() }).parse(request.params)
    return reply.type('application/zip').send(packed(`2088000000000000_${day.replaceAll('-', '')}_业务明细.csv`, (await alipayDay(services, day)).text))
  })
}

function parametersOf(request: FastifyRequest): Parameters {
  return Object.fromEntries(new URLSearchParams(`${request.url.split('?')[1] ?? ''}&${typeof request.body === 'string' ? request.body : ''}`))
}

async function answer(services: Services, parameters: Parameters, reply: FastifyReply) {
  const { appPublicKey, alipayKey, strangersKey } = await alipaySides(services)
  const { answersFail, requestsLost, lie } = await behaviourOf(services.pool, 'alipay')
  if (requestsLost) return reply.code(502).send('')
  const method = parameters['method'] ?? ''
  const said = isSignedRequest(appPublicKey, parameters) ? await act(services, method, parameters).catch(onlyBadParameters) : { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' }
  // The act was done, but nobody hears of it: the worst a channel can do.
  if (answersFail) return reply.code(502).send('')
  // As the real gateway does, slashes are escaped, and the signature is about exactly this text.
  const text = JSON.stringify(said).replaceAll('/', String.raw`\/`)
  return reply.type('application/json; charset=utf-8').send(`{"${method.replaceAll('.', '_')}_response":${text},"sign":"${rsa2(lie === 'signature' ? strangersKey : alipayKey, text)}"}`)
}

function onlyBadParameters(error: unknown): Answer {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return refuse('ACQ.INVALID_PARAMETER')
  throw error
}

async function place(services: Services, parameters: Parameters): Promise<TradeRow | string> {
  const content = OrderContent.parse(JSON.parse(parameters['biz_content'] ?? ''))
  return placeTrade(services, {
    outTradeNo: content.out_trade_no, subject: content.subject, storeId: content.store_id ?? '', notifyUrl: parameters['notify_url'] ?? '', returnUrl: parameters['return_url'] ?? '',
    cents: centsOfYuan(content.total_amount) ?? 0, expiresAt: new Date(`${content.time_expire.replace(' ', 'T')}+08:00`),
  })
}

async function act(services: Services, method: string, parameters: Parameters): Promise<Answer> {
  if (method === 'alipay.trade.precreate') {
    const trade = await place(services, parameters)
    return typeof trade === 'string' ? refuse(trade) : fine({ out_trade_no: trade.out_trade_no, qr_code: `${services.config.publicUrl}/simulator/alipay/pay/${trade.code}` })
  }
  const content: unknown = JSON.parse(parameters['biz_content'] ?? '')
  if (method === 'alipay.data.dataservice.bill.downloadurl.query') {
    const { bill_date } = z.object({ bill_date: z.iso.date(), bill_type: z.literal('trade') }).parse(content)
    return fine({ bill_download_url: new URL(`/simulator/alipay/bill/${bill_date}`, (await alipaySides(services)).account.url).href })
  }
  const trade = await findTrade(services, 'out_trade_no', TradeContent.parse(content).out_trade_no)
  // Before anybody has opened it there is no trade.
  if (!trade || trade.state === 'UNOPENED' || (trade.state === 'TRADE_CLOSED' && !trade.paid_at && (await isNeverOpened(services, trade)))) return refuse('ACQ.TRADE_NOT_EXIST')
  const { lie } = await behaviourOf(services.pool, 'alipay')
  const names = { out_trade_no: trade.out_trade_no, trade_no: trade.trade_no }
  const lied = lie === 'amount' ? 1 : 0
  if (method === 'alipay.trade.query') {
    return fine({
      ...names, ...(lie === 'merchant' ? { out_trade_no: `9${trade.out_trade_no.slice(1)}` } : {}), trade_status: trade.state, total_amount: yuan(trade.amount_cents + lied), ...(trade.paid_at ? { send_pay_date: localTime(trade.paid_at) } : {}),
    })
  }
  if (method === 'alipay.trade.close') return (await closeTrade(services, trade.out_trade_no)) ? fine(names) : refuse('ACQ.REASON_TRADE_STATUS_INVALID')
  if (method === 'alipay.trade.refund') {
    const { out_request_no, refund_amount } = RefundContent.parse(content)
    if (!trade.paid_at) return refuse('ACQ.TRADE_STATUS_ERROR')
    const refund = await refundTrade(services, trade, { requestNo: out_request_no, cents: centsOfYuan(refund_amount) ?? 0 })
    return typeof refund === 'string' ? refuse(refund) : fine({ ...names, fund_change: refund.moved ? 'Y' : 'N', refund_fee: yuan(refund.sumCents + lied * 1_000_000) })
  }
  if (method === 'alipay.trade.fastpay.refund.query') {
    const { out_request_no } = z.object({ out_request_no: z.string() }).parse(content)
    const cents = await refundOf(services, trade.out_trade_no, out_request_no)
    return fine({ ...names, out_request_no, ...(cents === undefined ? {} : { refund_amount: yuan(cents + lied), total_amount: yuan(trade.amount_cents), refund_status: 'REFUND_SUCCESS' }) })
  }
  return { code: '40004', msg: 'Business Failed', sub_code: 'isv.invalid-method' }
}

async function isNeverOpened({ pool }: Services, trade: TradeRow): Promise<boolean> {
  const { rows } = await pool.query(`select from simulator.alipay_trade where out_trade_no = $1 and state = 'UNOPENED'`, [trade.out_trade_no])
  return rows.length === 1
}
