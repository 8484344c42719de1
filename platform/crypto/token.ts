import { createHmac, timingSafeEqual } from 'node:crypto'
import { keys } from './personal-data.ts'

const MAC_BYTES = 16

/** A short-lived signed text for QR codes and links: payload, expiry and signature, base64url. It is not secret, only unforgeable. */
export function signToken(payload: string, secondsValid: number, now: Date): string {
  const body = Buffer.alloc(4 + Buffer.byteLength(payload))
  body.writeUInt32BE(Math.floor(now.getTime() / 1000) + secondsValid, 0)
  body.write(payload, 4, 'utf8')
  return Buffer.concat([sign(body), body]).toString('base64url')
}

/** The payload when the signature holds and the time has not run out, otherwise why not. */
export function verifyToken(token: string, now: Date): { payload: string } | { fault: 'forged' | 'expired' } {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length < MAC_BYTES + 4) return { fault: 'forged' }
  const body = bytes.subarray(MAC_BYTES)
  if (!timingSafeEqual(sign(body), bytes.subarray(0, MAC_BYTES))) return { fault: 'forged' }
  if (body.readUInt32BE(0) * 1000 < now.getTime()) return { fault: 'expired' }
  return { payload: body.subarray(4).toString('utf8') }
}

function sign(body: Buffer): Buffer {
  return createHmac('sha256', keys().token).update(body).digest().subarray(0, MAC_BYTES)
}
