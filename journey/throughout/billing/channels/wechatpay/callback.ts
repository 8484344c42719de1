import { z } from 'zod'
import type { WechatPayAccount } from './account.ts'
import { Trade } from './client.ts'
import { isFromPlatform, openResource } from './signing.ts'

const Envelope = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string(),
  resource: z.object({ algorithm: z.literal('AEAD_AES_256_GCM'), ciphertext: z.string(), associated_data: z.string().optional(), nonce: z.string() }),
})

const RefundResult = z.object({
  out_trade_no: z.string(), out_refund_no: z.string(), refund_id: z.string(), refund_status: z.enum(['SUCCESS', 'CLOSED', 'ABNORMAL']),
  amount: z.object({ refund: z.int() }),
})

export type WechatPayMessage =
  | { readonly id: string; readonly kind: 'payment'; readonly trade: Trade }
  | { readonly id: string; readonly kind: 'refund'; readonly refund: z.infer<typeof RefundResult> }
  | { readonly id: string; readonly kind: 'other' }

/** What the platform tells us unasked; undefined when it was not the platform, or not meant for us. */
export function readCallback(account: WechatPayAccount, headers: (name: string) => string | undefined, body: string, now: Date): WechatPayMessage | undefined {
  if (!isFromPlatform(account.platformKey, headers, body, now)) return undefined
  try {
    const { id, event_type, resource } = Envelope.parse(JSON.parse(body))
    const { associated_data, ...sealed } = resource
    const content = openResource(account.apiKey, associated_data === undefined ? sealed : { ...sealed, associated_data })
    if (event_type.startsWith('TRANSACTION.')) return { id, kind: 'payment', trade: Trade.parse(content) }
    if (event_type.startsWith('REFUND.')) return { id, kind: 'refund', refund: RefundResult.parse(content) }
    return { id, kind: 'other' }
  } catch {
    // Sealed for another key, altered, or in a form nobody agreed on: all of them are not a message to us.
    return undefined
  }
}
