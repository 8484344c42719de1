/** One movement of a day, as the provider knows it. Every provider writes it down in its own way. */
export interface StatementEntry {
  readonly kind: 'payment' | 'refund'
  /** Our numbers, as the provider was told. */
  readonly orderNo: string
  readonly refundNo?: string
  /** The provider's numbers. */
  readonly providerNo: string
  readonly providerRefundNo?: string
  readonly institutionId: number
  readonly title: string
  /** What moved, always positive. */
  readonly cents: number
  /** What was paid, for a refund. */
  readonly orderCents: number
  readonly at: Date
  /** Of a card only. */
  readonly card?: { readonly kind: 'sale' | 'void' | 'refund'; readonly terminalId: string; readonly batch: number; readonly trace: number; readonly number: string; readonly original?: string }
}

export type FaultKind = 'missing' | 'extra' | 'amount' | 'doubled'

/** What was planted: the truth a reconciliation is measured against. */
export interface PlantedFault {
  readonly kind: FaultKind
  readonly entry: StatementEntry
  /** What the statement says instead, for an amount. */
  readonly statedCents?: number
}

const kinds: readonly FaultKind[] = ['missing', 'extra', 'amount', 'doubled']

/**
 * Spoils a statement: of a thousand entries so many are missing, are there though nobody paid, say another amount, or stand twice.
 * The same seed spoils the same entries.
 */
export function plantFaults(entries: readonly StatementEntry[], { perThousand, seed }: { perThousand: number; seed: number }): { entries: StatementEntry[]; planted: PlantedFault[] } {
  const planted: PlantedFault[] = []
  const random = randomFrom(seed)
  const stated = entries.flatMap((entry) => {
    if (random() * 1000 >= perThousand) return [entry]
    const kind = kinds[Math.floor(random() * kinds.length)]!
    if (kind === 'missing') {
      planted.push({ kind, entry })
      return []
    }
    if (kind === 'amount') {
      const statedCents = entry.cents + 1 + Math.floor(random() * 500)
      planted.push({ kind, entry, statedCents })
      return [{ ...entry, cents: statedCents, ...(entry.kind === 'payment' ? { orderCents: statedCents } : {}) }]
    }
    if (kind === 'doubled') {
      planted.push({ kind, entry })
      return [entry, entry]
    }
    const stranger = { ...entry, kind: 'payment' as const, orderNo: strangeNumber(random, 32), providerNo: strangeNumber(random, 28) }
    planted.push({ kind, entry: stranger })
    return [entry, stranger]
  })
  return { entries: stated, planted }
}

function strangeNumber(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 10)).join('')
}

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
