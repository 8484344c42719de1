import { createHash, createHmac } from 'node:crypto'

/** What TC3-HMAC-SHA256 signs of a request to the Tencent Cloud API (version 3 of its signature). */
export interface ToSign {
  readonly host: string
  readonly path: string
  readonly action: string
  readonly body: string
  /** Seconds. */
  readonly timestamp: number
}

const service = 'sms'
const algorithm = 'TC3-HMAC-SHA256'
const signedHeaders = 'content-type;host;x-tc-action'
export const contentType = 'application/json; charset=utf-8'

/** The Authorization header. */
export function authorization(secretId: string, secretKey: string, request: ToSign): string {
  const day = new Date(request.timestamp * 1000).toISOString().slice(0, 10)
  const scope = `${day}/${service}/tc3_request`
  const toSign = [algorithm, request.timestamp, scope, sha256(canonicalRequest(request))].join('\n')
  const key = [day, service, 'tc3_request'].reduce<Buffer>((secret, part) => hmac(secret, part), Buffer.from(`TC3${secretKey}`))
  return `${algorithm} Credential=${secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${hmac(key, toSign).toString('hex')}`
}

/** The request as both sides spell it out before hashing. */
export function canonicalRequest({ path, host, action, body }: Omit<ToSign, 'timestamp'>): string {
  const headers = `content-type:${contentType}\nhost:${host}\nx-tc-action:${action.toLowerCase()}\n`
  return ['POST', path, '', headers, signedHeaders, sha256(body)].join('\n')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
