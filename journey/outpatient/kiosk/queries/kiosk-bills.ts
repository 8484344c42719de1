import { amountInWords, asReceipt, billOf, billsOfPerson, PaymentNotFound, paymentRow, type PaymentRow, paymentsOfIntake, receiptsOfBill } from '#journey/throughout/billing/index.ts'
import { entriesOf, personSummary } from '#journey/throughout/people/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { KioskBill, PaperReceipt } from '../contract.ts'

/** How many bills a machine shows: what is to be paid first, then what was paid last. */
const MOST = 4

/** What somebody owes here, and what they have receipts of, as much as a screen in a hall should say. */
export async function kioskBills(tx: Tx, context: Context, institutionId: number, personId: string): Promise<{ nameMasked: string; bills: KioskBill[] }> {
  const { nameMasked } = await personSummary(tx, context, personId)
  const mine = (await billsOfPerson(tx, context, personId)).filter((bill) => bill.institutionId === institutionId)
  const shown = [...mine.filter((bill) => bill.status === 'open' || bill.status === 'part-paid'), ...mine.filter((bill) => bill.status === 'paid')].slice(0, MOST)
  const bills: KioskBill[] = []
  for (const { id } of shown) {
    const bill = await billOf(tx, context, institutionId, id)
    const due = bill.items.filter((item) => item.status === 'due')
    bills.push({
      id, title: bill.title, status: bill.status, dueCents: bill.dueCents, receipts: bill.receipts,
      dueItems: due.map(({ name, nameEn, selfCents }) => ({ name, nameEn, selfCents })),
      open: bill.payments.find(({ state }) => state === 'created' || state === 'confirming' || state === 'unknown') ?? null,
    })
  }
  return { nameMasked, bills: bills.filter((bill) => bill.dueItems.length > 0 || bill.receipts.length > 0) }
}

/** A payment of the person who stands at the machine; anybody else's does not exist. Throws {@link PaymentNotFound}. */
export async function ownPayment(tx: Tx, institutionId: number, paymentId: string, personId: string): Promise<PaymentRow> {
  const payment = await paymentRow(tx, institutionId, paymentId)
  const mine: readonly string[] = await entriesOf(tx, personId)
  if (!mine.includes(payment.personId)) throw new PaymentNotFound()
  return payment
}

interface Asked {
  readonly institutionId: number
  readonly billId: string
  readonly publicUrl: string
  /** Given: only of what these notes paid. */
  readonly intakeId?: string
}

/** The receipts of a bill for the paper of a machine. */
export async function paperReceipts(tx: Tx, { institutionId, billId, publicUrl, intakeId }: Asked): Promise<PaperReceipt[]> {
  const paid = intakeId === undefined ? undefined : await paymentsOfIntake(tx, institutionId, intakeId)
  return (await receiptsOfBill(tx, institutionId, billId)).filter((row) => paid === undefined || paid.includes(row.paymentId)).map((row) => ({
    ...asReceipt(row), payer: row.payer, channel: row.channel, inWords: amountInWords(row.amountCents),
    lines: row.lines.map(({ name, quantity, totalCents, insuranceCents, selfCents }) => ({ name, quantity, totalCents, insuranceCents, selfCents })),
    verifyUrl: `${publicUrl}/receipts/verify?code=${row.verificationCode}`,
  }))
}
