import { z } from 'zod'
import { ChannelRefused, ChannelSilent } from '../channel.ts'
import type { AlipayAccount } from './account.ts'
import { isRsa2, rawMember, signRequest, type Parameters } from './signing.ts'

const PATIENCE_MS = 6_000

/** Refusals that time may cure. */
const PASSING = new Set(['ACQ.SYSTEM_ERROR', 'aop.ACQ.SYSTEM_ERROR', 'ACQ.SELLER_BALANCE_NOT_ENOUGH', 'ACQ.MERCHANT_BALANCE_NOT_ENOUGH', 'BILL_NOT_EXIST', 'isp.bill_not_exist'])

export interface Request {
  readonly method: string
  readonly content: object
  readonly notifyUrl?: string
  readonly returnUrl?: string
}

/** 2026-03-17 09:00:00, the time in China. */
export function chinaTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** Everything that is sent, signed. */
export function signedParameters(account: AlipayAccount, now: Date, { method, content, notifyUrl, returnUrl }: Request): Parameters {
  return signRequest(account.privateKey, {
    app_id: account.appId, method, format: 'JSON', charset: 'utf-8', sign_type: 'RSA2', timestamp: chinaTime(now), version: '1.0',
    ...(notifyUrl ? { notify_url: notifyUrl } : {}), ...(returnUrl ? { return_url: returnUrl } : {}), biz_content: JSON.stringify(content),
  })
}

/** The address a payer's browser opens. Nothing is asked of Alipay before somebody does. */
export function pageAddress(account: AlipayAccount, now: Date, request: Request): string {
  return `${account.url}?${new URLSearchParams(signedParameters(account, now, request)).toString()}`
}

const Head = z.object({ code: z.string(), sub_code: z.string().optional() })

/**
 * Asks, and believes the answer only with Alipay's signature. Throws {@link ChannelSilent} and {@link ChannelRefused}; code 20000
 * is Alipay's own trouble, and says nothing about what was done.
 */
export async function ask<T>(account: AlipayAccount, now: Date, schema: z.ZodType<T>, request: Request): Promise<T> {
  const { biz_content, ...rest } = signedParameters(account, now, request)
  const text = await reach(`${account.url}?${new URLSearchParams(rest).toString()}`, {
    method: 'POST', body: new URLSearchParams({ biz_content: biz_content ?? '' }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
  })
  const said = rawMember(text, `${request.method.replaceAll('.', '_')}_response`) ?? rawMember(text, 'error_response')
  const signature = z.object({ sign: z.string() }).safeParse(parse(text)).data?.sign
  if (!said || !signature || !isRsa2(account.alipayKey, said, signature)) throw new ChannelSilent('an answer without Alipay’s signature')
  const answer = parse(said)
  const head = Head.safeParse(answer).data
  if (!head || head.code === '20000') throw new ChannelSilent(head?.sub_code ?? 'an answer in another form')
  if (head.code !== '10000') throw new ChannelRefused(head.sub_code ?? head.code, PASSING.has(head.sub_code ?? ''))
  const read = schema.safeParse(answer)
  if (!read.success) throw new ChannelSilent('an answer in another form')
  return read.data
}

async function reach(address: string, init: RequestInit): Promise<string> {
  return (await bytesOf(address, init)).toString('utf8')
}

export async function bytesOf(address: string, init: RequestInit = {}): Promise<Buffer> {
  try {
    const response = await fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) })
    if (!response.ok) throw new ChannelSilent(`answered ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  } catch (error) {
    throw error instanceof ChannelSilent ? error : new ChannelSilent('no answer', { cause: error })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ChannelSilent('an answer that cannot be read', { cause: error })
  }
}
