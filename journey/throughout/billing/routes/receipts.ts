import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '#platform/audit/index.ts'
import { mayActFor } from '#platform/context/context.ts'
import { allow, query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import { BillPath, ReceiptSummary, shownReceiptNumber, VerifiedReceipt } from '../contract.ts'
import { ReceiptNotFound } from '../errors.ts'
import { asReceipt, receiptByNumber, receiptsOfBill, receiptsOfPerson, type ReceiptRow } from '../queries/receipts.ts'
import { receiptImage } from '../receipts/image/receipt-image.ts'
import { receiptPdf } from '../receipts/receipt-pdf.ts'

const tags = ['billing', 'receipts']
const reader = { access: allow('patient', 'cashier', 'registrar'), purpose: 'payment', outcomes: [ReceiptNotFound] }
const NumberPath = z.object({ institutionId: z.coerce.number().int().nonnegative(), year: z.coerce.number().int(), number: z.coerce.number().int().positive() })

interface Row {
  readonly year: number
  readonly number: number
  readonly kind: 'payment' | 'refund'
  readonly amountCents: number
  readonly refundedCents: number
  readonly issuedAt: Date
  readonly payer: string
  readonly institutionName: string
}

export const receiptRoutes: Routes = (app, { config }) => {
  const verifyUrl = (code: string) => `${config.publicUrl}/receipts/verify?code=${code}`

  app.get('/api/billing/receipts', {
    schema: { operationId: 'listReceipts', summary: 'The receipts of one person, newest first', tags, querystring: z.object({ personId: z.uuid() }), response: { 200: z.array(ReceiptSummary) } },
    config: reader,
  }, (request) => query(request, async (tx, context) => {
    const { personId } = request.query
    if (!mayActFor(context.actor, personId)) throw new ReceiptNotFound()
    await audit(tx, context, { action: 'billing.list-receipts', personId, subject: `person/${personId}` })
    return (await receiptsOfPerson(tx, personId)).map(asReceipt)
  }))

  app.get('/api/billing/bills/:institutionId/:billId/receipt.pdf', {
    schema: { operationId: 'printReceiptsOfBill', summary: 'All receipts of a bill as PDF', tags, params: BillPath },
    config: reader,
  }, async (request, reply) => {
    const { institutionId, billId } = request.params
    const receipts = await query(request, async (tx, context) => {
      const found = await receiptsOfBill(tx, institutionId, billId)
      await audit(tx, context, { action: 'billing.print-receipts', personId: found[0]?.personId ?? null, subject: `bill/${billId}`, institutionId })
      return found
    })
    if (receipts.length === 0) throw new ReceiptNotFound()
    return pdf(reply, receipts, await receiptPdf(receipts, { language: languageOf(request.headers), verifyUrl }))
  })

  app.get('/api/billing/receipts/:institutionId/:year/:number/receipt.pdf', {
    schema: { operationId: 'printReceipt', summary: 'One receipt as PDF', tags, params: NumberPath },
    config: reader,
  }, async (request, reply) => {
    const receipt = await oneReceipt(request, request.params)
    return pdf(reply, [receipt], await receiptPdf([receipt], { language: languageOf(request.headers), verifyUrl }))
  })

  app.get('/api/billing/receipts/:institutionId/:year/:number/receipt.png', {
    schema: { operationId: 'drawReceipt', summary: 'One receipt as a picture, for a phone', tags, params: NumberPath },
    config: reader,
  }, async (request, reply) => {
    const receipt = await oneReceipt(request, request.params)
    const body = await receiptImage(receipt, { language: languageOf(request.headers), verifyUrl })
    return reply.type('image/png').header('content-disposition', `inline; filename="receipt-${shownReceiptNumber(receipt)}.png"`).header('cache-control', 'private, no-store').send(body)
  })

  app.get('/api/billing/receipts/verify', {
    schema: { operationId: 'verifyReceipt', summary: 'Whether a receipt is genuine; answers only with what is printed on it', tags, querystring: z.object({ code: z.string().trim().max(40) }), response: { 200: VerifiedReceipt } },
    // Guessing one of 30^10 codes is hopeless at this rate.
    config: { access: allow('anyone'), purpose: 'verification', rateLimit: { max: 30, timeWindow: '1 minute' } },
  }, (request) => query(request, async (tx) => {
    const parts = /^(\d{1,9})-?([2-9A-Z]{5})-?([2-9A-Z]{5})$/.exec(request.query.code.toUpperCase().replaceAll(' ', ''))
    if (!parts) return { genuine: false, receipt: null }
    const { rows } = await sql<Row>`select year, number, kind, amount_cents as "amountCents", refunded_cents as "refundedCents", issued_at as "issuedAt", payer,
        institution_name as "institutionName" from billing.receipt_by_code(${Number(parts[1])}, ${`${parts[1]}-${parts[2]}-${parts[3]}`})`.execute(tx)
    const [row] = rows
    return row ? { genuine: true, receipt: { ...row, shownNumber: shownReceiptNumber(row), issuedAt: row.issuedAt.toISOString() } } : { genuine: false, receipt: null }
  }))
}

function oneReceipt(request: FastifyRequest, { institutionId, year, number }: z.infer<typeof NumberPath>): Promise<ReceiptRow> {
  return query(request, async (tx, context) => {
    const found = await receiptByNumber(tx, institutionId, year, number)
    await audit(tx, context, { action: 'billing.print-receipts', personId: found.personId, subject: `receipt/${shownReceiptNumber(found)}`, institutionId })
    return found
  })
}

interface Reply {
  header(name: string, value: string): Reply
  type(type: string): Reply
  send(body: Buffer): Reply
}

function pdf(reply: Reply, receipts: readonly ReceiptRow[], body: Buffer): Reply {
  const name = receipts.map(shownReceiptNumber)[0]
  return reply.type('application/pdf').header('content-disposition', `inline; filename="receipt-${name}.pdf"`).header('cache-control', 'private, no-store').send(body)
}
