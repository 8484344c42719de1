import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { WechatPaySettings } from '#platform/config/index.ts'

/** Everything needed to speak as one merchant with the platform. */
export interface WechatPayAccount {
  readonly url: string
  readonly notifyUrl: string
  readonly appId: string
  readonly merchantId: string
  readonly merchantSerial: string
  readonly privateKey: KeyObject
  /** The platform's key; its signature is asked of every answer and every callback. */
  readonly platformKey: KeyObject
  /** 32 bytes, opens what callbacks carry. */
  readonly apiKey: Buffer
}

/** Reads the keys of a real merchant. Throws, with the file's name, when one cannot be used. */
export function accountFromFiles(settings: WechatPaySettings, publicUrl: string): WechatPayAccount {
  const read = <T>(path: string, make: (text: string) => T): T => {
    try {
      return make(readFileSync(path, 'utf8').trim())
    } catch (error) {
      throw new Error(`the WeChat Pay key in ${path} cannot be used`, { cause: error })
    }
  }
  const apiKey = Buffer.from(read(settings.apiKeyFile, (text) => text))
  if (apiKey.length !== 32) throw new Error(`the WeChat Pay key in ${settings.apiKeyFile} must be 32 characters`)
  return {
    url: settings.url.replace(/\/+$/, ''), notifyUrl: `${publicUrl}/api/billing/wechatpay/notify`, appId: settings.appId, merchantId: settings.merchantId,
    merchantSerial: settings.merchantSerial, apiKey,
    privateKey: read(settings.privateKeyFile, createPrivateKey),
    platformKey: read(settings.platformKeyFile, (text) => (text.includes('CERTIFICATE') ? new X509Certificate(text).publicKey : createPublicKey(text))),
  }
}
