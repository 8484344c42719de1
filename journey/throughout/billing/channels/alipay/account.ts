import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AlipaySettings } from '#platform/config/index.ts'

/** Everything needed to speak as one merchant with Alipay's open interface. */
export interface AlipayAccount {
  /** The gateway, gateway.do included. */
  readonly url: string
  /** Without a slash at the end; an institution's number follows it. */
  readonly notifyUrl: string
  readonly appId: string
  /** The merchant's number (2088…): whose money it is. */
  readonly sellerId: string
  readonly privateKey: KeyObject
  /** Alipay's key; its signature is asked of every answer and every notice. */
  readonly alipayKey: KeyObject
}

/** Reads the keys of a real merchant. Throws, with the file's name, when one cannot be used. */
export function alipayFromFiles(settings: AlipaySettings, publicUrl: string): AlipayAccount {
  const read = (path: string, make: (text: string) => KeyObject): KeyObject => {
    try {
      return make(readFileSync(path, 'utf8').trim())
    } catch (error) {
      throw new Error(`the Alipay key in ${path} cannot be used`, { cause: error })
    }
  }
  return {
    url: settings.url, notifyUrl: `${publicUrl}/api/billing/alipay/notify`, appId: settings.appId, sellerId: settings.sellerId,
    privateKey: read(settings.privateKeyFile, privateKeyOf), alipayKey: read(settings.alipayKeyFile, publicKeyOf),
  }
}

/** PEM, or the bare base64 that Alipay's own tool writes, in either of its two forms. */
function privateKeyOf(text: string): KeyObject {
  if (text.includes('BEGIN')) return createPrivateKey(text)
  const key = Buffer.from(text.replaceAll(/\s/g, ''), 'base64')
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  } catch {
    return createPrivateKey({ key, format: 'der', type: 'pkcs1' })
  }
}

function publicKeyOf(text: string): KeyObject {
  return text.includes('BEGIN') ? createPublicKey(text) : createPublicKey({ key: Buffer.from(text.replaceAll(/\s/g, ''), 'base64'), format: 'der', type: 'spki' })
}
