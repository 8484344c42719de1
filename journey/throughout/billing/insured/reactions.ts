import { CLAIM_CHANGED, type ClaimFacts } from '#journey/throughout/insurance/index.ts'
import type { Reaction } from '#platform/events/index.ts'
import { settleWithInsurer } from './ask-insurer.ts'
import { hearInsurer } from './hear-insurer.ts'

interface PaymentFacts {
  readonly institutionId: number
  readonly billId: string
  readonly paymentId: string
  readonly state: string
}

export const insurerReactions: readonly Reaction[] = [
  {
    name: 'billing.settle-with-insurer',
    on: ['billing.payment-changed.v1'],
    async run(tx, context, event) {
      const facts = event.payload as unknown as PaymentFacts
      if (facts.state === 'succeeded') await settleWithInsurer(tx, context, facts)
    },
  },
  {
    name: 'billing.hear-insurer',
    on: [CLAIM_CHANGED],
    async run(tx, context, event) {
      await hearInsurer(tx, context, event.payload as unknown as ClaimFacts)
    },
  },
]
