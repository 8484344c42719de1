import { createCipheriv, createDecipheriv, randomBytes, sign, verify, type KeyObject } from 'node:crypto'

// WeChat Pay, API version 3: RSA with SHA-256 over lines, AES-256-GCM for what only the merchant may read.
// https://pay.weixin.qq.com/doc/v3/merchant/4012365342 (read 2026-11)

const AUTH_SCHEMA = 'WECHATPAY2-SHA256-RSA2048'
/** A message older than this may be a recording. */
const FRESH_SECONDS = 300

export interface RequestToSign {
  readonly method: string
  /** Path and query, as sent. */
  readonly path: string
  readonly body: string
}

export function nonce(): string {
  return randomBytes(16).toString('hex')
}

const linesOf = (...lines: readonly string[]) => Buffer.from(`${lines.join('\n')}\n`)

export function signLines(key: KeyObject, ...lines: readonly string[]): string {
  return sign('RSA-SHA256', linesOf(...lines), key).toString('base64')
}

export function verifyLines(key: KeyObject, signature: string, ...lines: readonly string[]): boolean {
  return verify('RSA-SHA256', linesOf(...lines), key, Buffer.from(signature, 'base64'))
}

/** What the merchant puts into the Authorization header. */
export function authorization(who: { merchantId: string; merchantSerial: string; privateKey: KeyObject }, request: RequestToSign, now: Date): string {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const once = nonce()
  const signature = signLines(who.privateKey, request.method, request.path, timestamp, once, request.body)
  return `${AUTH_SCHEMA} mchid="${who.merchantId}",nonce_str="${once}",timestamp="${timestamp}",serial_no="${who.merchantSerial}",signature="${signature}"`
}

/** Reads the same header on the other side; undefined when it is not one. */
export function readAuthorization(header: string | undefined): Readonly<Record<'mchid' | 'nonce_str' | 'timestamp' | 'serial_no' | 'signature', string>> | undefined {
  if (!header?.startsWith(`${AUTH_SCHEMA} `)) return undefined
  const parts = Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const { mchid, nonce_str, timestamp, serial_no, signature } = parts
  return mchid && nonce_str && timestamp && serial_no && signature ? { mchid, nonce_str, timestamp, serial_no, signature } : undefined
}

export type SignedHeaders = Readonly<Record<'wechatpay-timestamp' | 'wechatpay-nonce' | 'wechatpay-signature' | 'wechatpay-serial', string>>

/** How the platform signs its answers and callbacks. */
export function signBody(key: KeyObject, serial: string, body: string, now: Date): SignedHeaders {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const once = nonce()
  return {
    'wechatpay-timestamp': timestamp, 'wechatpay-nonce': once, 'wechatpay-serial': serial,
    'wechatpay-signature': signLines(key, timestamp, once, body),
  }
}

/** True when the platform said this, unaltered, and just now. */
export function isFromPlatform(key: KeyObject, headers: (name: string) => string | undefined, body: string, now: Date): boolean {
  const timestamp = headers('wechatpay-timestamp')
  const once = headers('wechatpay-nonce')
  const signature = headers('wechatpay-signature')
  if (!timestamp || !once || !signature || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > FRESH_SECONDS) return false
  return verifyLines(key, signature, timestamp, once, body)
}

export interface SealedResource {
  readonly algorithm: string
  readonly ciphertext: string
  readonly associated_data?: string
  readonly nonce: string
}

export function sealResource(key: Buffer, content: unknown, associatedData: string): SealedResource {
  const once = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', key, once)
  cipher.setAAD(Buffer.from(associatedData))
  const body = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext: body.toString('base64'), associated_data: associatedData, nonce: once }
}

/** Throws when it was altered or sealed for someone else. */
export function openResource(key: Buffer, resource: SealedResource): unknown {
  const bytes = Buffer.from(resource.ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, resource.nonce)
  decipher.setAAD(Buffer.from(resource.associated_data ?? ''))
  decipher.setAuthTag(bytes.subarray(-16))
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8'))
}
