import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'

/**
 * SM2 with SM3 over the message as it is sent with an empty `cainfo`, as base64. The library signs with an empty
 * identification instead of the national default (GM/T 0009), and does not let us set another: see README.
 */
export function signed<T extends { cainfo: string }>(key: KeyObject, message: T): string {
  const cainfo = sign('sm3', Buffer.from(JSON.stringify({ ...message, cainfo: '' })), key).toString('base64')
  return JSON.stringify({ ...message, cainfo })
}

export function isSignedBy(key: KeyObject, body: string): boolean {
  const message = JSON.parse(body) as { cainfo?: unknown }
  if (typeof message.cainfo !== 'string' || message.cainfo === '') return false
  return verify('sm3', Buffer.from(JSON.stringify({ ...message, cainfo: '' })), key, Buffer.from(message.cainfo, 'base64'))
}

/** A pair of keys as text, for a demonstration. */
export function newKeys(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' })
  return { privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })) }
}

export const privateKeyOf = (pem: string): KeyObject => createPrivateKey(pem)
export const publicKeyOf = (pem: string): KeyObject => createPublicKey(pem)
