import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { keyedHash } from '#platform/crypto/index.ts'
import { type AwayEntry, signedText } from '../away-contract.ts'

const TAG_BYTES = 16
const NONCE_BYTES = 12
const HASH_BYTES = 16

export interface ListKeys {
  readonly hash: Buffer
  readonly seal: Buffer
  readonly sign: Buffer
}

/** The keys of one list of one machine: made anew from the platform's own whenever they are needed, kept nowhere here. */
export function keysOfList(institutionId: number, machine: string, listId: string): ListKeys {
  const of = (purpose: string) => keyedHash(`kiosk list ${purpose} ${institutionId} ${machine} ${listId}`).subarray(0, 32)
  return { hash: of('hash'), seal: of('seal'), sign: of('sign') }
}

const mac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** A document as the list knows it, and what its holder may read: findable and readable only with the number in hand. */
export function listEntry({ hash }: ListKeys, document: string, text: string): { h: string; p: string } {
  return { h: mac(hash, `find ${document}`).subarray(0, HASH_BYTES).toString('base64'), p: encrypt(mac(hash, `read ${document}`), text) }
}

function encrypt(key: Buffer, text: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** What the machine sealed for us; undefined when it was altered. */
export function openSealed({ seal }: ListKeys, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64')
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', seal, bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}


/** Nothing of it was changed since a machine of this list wrote it. */
export function isGenuine({ sign }: ListKeys, entry: AwayEntry): boolean {
  const [right, given] = [mac(sign, signedText(entry)), Buffer.from(entry.signature, 'base64')]
  return right.length === given.length && timingSafeEqual(right, given)
}
