import { createCipheriv, createHmac, randomBytes } from 'node:crypto'
import { type AwayEntry, type ExpectedList, signedText } from '../contract.ts'

export interface Taken {
  readonly id: string
  readonly paper: string
  readonly seq: number
  readonly takenAt: string
  readonly run: string
  readonly runMs: number
  readonly visitId: string | null
  readonly walkIn?: AwayEntry['walkIn']
  readonly document: { readonly kind: string; readonly number: string }
}

/** An entry as a machine writes it, outside a browser: for tests and measurements of many machines. */
export function makeEntry(list: Pick<ExpectedList, 'listId' | 'issuedAt' | 'sealKey' | 'signKey'>, { document, walkIn = null, ...taken }: Taken): AwayEntry {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(list.sealKey, 'base64'), nonce)
  const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(document), 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
  const entry = { ...taken, walkIn, listId: list.listId, listIssuedAt: list.issuedAt, sealed }
  return { ...entry, signature: createHmac('sha256', Buffer.from(list.signKey, 'base64')).update(signedText(entry)).digest('base64') }
}
