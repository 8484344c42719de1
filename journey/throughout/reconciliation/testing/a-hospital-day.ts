import { aBill, aHospital, type ABill } from '#journey/throughout/billing/testing/a-bill.ts'
import { refundedByChannel, settledByChannel, startedByPhone } from '#journey/throughout/billing/testing/by-channel.ts'
import type { Db } from '#platform/database/index.ts'
import type { StatementLine } from '../matching/types.ts'

export interface Paid {
  readonly id: string
  readonly bill: ABill
  readonly sourceId: string
  readonly line: StatementLine
}

/** A hospital at which people pay by phone, with the lines the channel would write about it. */
export async function aHospitalDay(db: Db, owner: Db) {
  const institutionId = await aHospital(owner)
  let number = 0
  const nextNumber = (prefix: string) => `${prefix}${String(++number).padStart(23, '0')}`
  const start = async (cents: number, at: Date): Promise<Paid> => {
    const bill = await aBill(db, owner, { at: institutionId })
    const { sourceId } = await bill.charge(cents)
    const id = await startedByPhone(db, bill, cents, at)
    return { id, bill, sourceId, line: { line: 0, kind: 'payment', channelNumber: nextNumber('42000'), ourNumber: id.replaceAll('-', ''), cents, feeCents: 0, status: 'done', at } }
  }
  const settle = (paid: Paid, at: Date) => settledByChannel(db, paid.bill, paid.id, paid.line.channelNumber, at)
  return {
    institutionId,
    /** The channel was asked, and nobody knows yet. */
    start,
    settle,
    async pay(cents: number, at: Date): Promise<Paid> {
      const paid = await start(cents, at)
      await settle(paid, at)
      return paid
    },
    async refund(paid: Paid, at: Date): Promise<StatementLine> {
      const channelNumber = nextNumber('50300')
      const { id, amountCents } = await refundedByChannel(db, paid.bill, paid.sourceId, channelNumber, at)
      return { line: 0, kind: 'refund', channelNumber, ourNumber: id.replaceAll('-', ''), cents: amountCents, feeCents: 0, status: 'done', at }
    },
  }
}
