import type { CardStep, ChannelName } from '../contract.ts'

// What every way of paying by somebody else has in common. An adapter speaks one provider's language and nothing else: it keeps
// no state of ours, believes nothing that is not signed, and says what it heard in these words.

/** Nobody knows what happened: no answer, no sense in it, or not signed by the provider. The act may have been done. */
export class ChannelSilent extends Error {
  override readonly name = 'ChannelSilent'
}

/** The provider says no; `code` is its word for it. */
export class ChannelRefused extends Error {
  override readonly name = 'ChannelRefused'
  readonly code: string
  /** Time may cure it: the provider is busy, or waits for money of its own. */
  readonly isPassing: boolean
  constructor(code: string, isPassing = false) {
    super(code)
    this.code = code
    this.isPassing = isPassing
  }
}

/** What we call a payment when we speak of it. The institution travels along, so that the answer finds the way back. */
export interface OrderKey {
  readonly institutionId: number
  readonly orderNo: string
}

export interface Order extends OrderKey {
  readonly description: string
  readonly cents: number
  /** Afterwards nobody can pay it. */
  readonly expiresAt: Date
  /** A phone opens an address; anybody else is shown a code, or a terminal reads a card. */
  readonly product: 'phone' | 'code'
  readonly clientIp?: string
  /** Where the payer's app comes back to. */
  readonly returnUrl?: string
  readonly terminalId?: string
}

/** exists: an earlier try has arrived; asking about it tells the rest. */
export type Placed = { readonly payUrl: string | null } | 'exists'

export type Trade =
  | { readonly state: 'paid'; readonly orderNo: string; readonly cents: number | undefined; readonly isForUs: boolean; readonly providerNo?: string | undefined }
  | { readonly state: 'waiting'; readonly step?: CardStep }
  /** Nobody paid it, and nobody can. */
  | { readonly state: 'gone'; readonly reason: string }
  /** The provider has never heard of it, or not yet. */
  | { readonly state: 'absent' }

/** until-expiry: the provider knows nothing yet, but whoever kept the code may still pay it until it expires. */
export type Closed = 'closed' | 'paid' | 'until-expiry'

export interface RefundKey extends OrderKey {
  readonly refundNo: string
}

export interface RefundOrder extends RefundKey {
  readonly reason: string
  readonly cents: number
  readonly totalCents: number
}

export type RefundOutcome =
  | { readonly state: 'done'; readonly cents: number; readonly providerNo: string }
  | { readonly state: 'processing' }
  | { readonly state: 'refused'; readonly reason: string }
  /** The provider has not heard of it: it may be asked again, by the same number. */
  | { readonly state: 'absent' }

export interface Received {
  readonly headers: (name: string) => string | undefined
  /** As it came: the signature is about its bytes. */
  readonly body: string
  /** The institution in the address. */
  readonly addressedTo: number | undefined
}

export type ChannelMessage =
  | { readonly id: string; readonly kind: 'payment'; readonly institutionId: number; readonly orderNo: string; readonly trade: Trade }
  | { readonly id: string; readonly kind: 'refund'; readonly institutionId: number; readonly orderNo: string; readonly refundNo: string; readonly outcome: RefundOutcome }
  | { readonly id: string; readonly kind: 'other' }

/** A day's statement as the provider writes it, unpacked and readable. */
export interface StatementFile {
  readonly name: string
  readonly text: string
}

/**
 * One provider. Each verb throws {@link ChannelSilent} when nobody knows what happened and {@link ChannelRefused} when it was
 * refused, and may be repeated: the numbers we give make the second time the same act.
 */
export interface Channel {
  readonly name: ChannelName
  placeOrder(order: Order): Promise<Placed>
  query(order: OrderKey): Promise<Trade>
  close(order: OrderKey): Promise<Closed>
  refund(refund: RefundOrder): Promise<RefundOutcome>
  queryRefund(refund: RefundKey): Promise<RefundOutcome>
  /** What was told unasked; undefined when it was not the provider, or not meant for us. */
  readCallback(received: Received): ChannelMessage | undefined
  /** Of a calendar day here (2026-03-17). The provider has it ready the next morning. */
  statement(day: string): Promise<StatementFile>
}

/** The number a provider knows a payment or a refund by: our id without its hyphens, and back. */
export function tradeNo(id: string): string {
  return id.replaceAll('-', '')
}

export function idOf(tradeNumber: string): string | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(tradeNumber)
  return parts?.slice(1).join('-')
}

/** Yuan as providers write them, from cents and back; undefined for what is no amount. */
export function yuan(cents: number): string {
  return (cents / 100).toFixed(2)
}

export function centsOfYuan(text: string | undefined): number | undefined {
  const parts = /^(-?)(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text?.trim() ?? '')
  if (!parts) return undefined
  const cents = Number(parts[2]) * 100 + Number((parts[3] ?? '').padEnd(2, '0'))
  return parts[1] ? -cents : cents
}
