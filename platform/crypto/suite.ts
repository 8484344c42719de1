import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'

/** One way to encrypt and to hash with a key. Two exist; both pass the same tests. */
export interface Suite {
  /** First byte of every sealed value, so that old values stay readable when the suite changes. */
  readonly mark: number
  encrypt(key: Buffer, plain: Buffer): Buffer
  decrypt(key: Buffer, sealed: Buffer): Buffer
  mac(key: Buffer, data: Buffer): Buffer
}

const prepared = new WeakMap<Buffer, KeyObject>()

/** A key the library has taken in once; given as plain bytes it is taken in at every call, which costs five times the work itself. */
function ready(key: Buffer): KeyObject {
  let object = prepared.get(key)
  if (!object) {
    object = createSecretKey(key)
    prepared.set(key, object)
  }
  return object
}

/** International: AES-256-GCM and HMAC-SHA-256. */
export const intl: Suite = {
  mark: 1,
  encrypt(key, plain) {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', ready(key), nonce)
    const body = Buffer.concat([cipher.update(plain), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), body])
  },
  decrypt(key, sealed) {
    const decipher = createDecipheriv('aes-256-gcm', ready(key), sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()])
  },
  mac: (key, data) => createHmac('sha256', ready(key)).update(data).digest(),
}

/**
 * National: SM4-CBC with HMAC-SM3 over nonce and ciphertext (encrypt, then MAC). OpenSSL has no SM4-GCM.
 * GB/T 32907-2016, GB/T 32905-2016.
 */
export const gm: Suite = {
  mark: 2,
  encrypt(key, plain) {
    const nonce = randomBytes(16)
    const cipher = createCipheriv('sm4-cbc', key.subarray(0, 16), nonce)
    const body = Buffer.concat([nonce, cipher.update(plain), cipher.final()])
    return Buffer.concat([gm.mac(key.subarray(16), body), body])
  },
  decrypt(key, sealed) {
    const body = sealed.subarray(32)
    if (!timingSafeEqual(gm.mac(key.subarray(16), body), sealed.subarray(0, 32))) throw new Error('sealed value was altered')
    const decipher = createDecipheriv('sm4-cbc', key.subarray(0, 16), body.subarray(0, 16))
    return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()])
  },
  mac: (key, data) => createHmac('sm3', key).update(data).digest(),
}
