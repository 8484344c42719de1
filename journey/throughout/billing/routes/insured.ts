import { z } from 'zod'
import { inTransaction } from '#platform/database/index.ts'
import { allow, contextOf, type Routes } from '#platform/http/index.ts'
import { Bill, BillPath } from '../contract.ts'
import { BillNotFound } from '../errors.ts'
import { askInsurer } from '../insured/ask-insurer.ts'
import { billOf } from '../queries/bill-of.ts'

/** The bill is opened for paying: who bears what of it, as the insurer says now. Speaks with the insurer, so it is not one transaction; it may be asked again. */
export const insuredRoutes: Routes = (app, services) => {
  app.post('/api/billing/bills/:institutionId/:billId/quote', {
    schema: {
      operationId: 'quoteBill', summary: 'Ask the insurer what it bears of what is due; answers the bill with it', tags: ['billing'], params: BillPath,
      body: z.object({ useAccount: z.boolean().optional() }), response: { 200: Bill },
    },
    config: { access: allow('patient', 'cashier', 'registrar'), purpose: 'payment', outcomes: [BillNotFound] },
  }, async (request) => {
    const context = contextOf(request)
    const { institutionId, billId } = request.params
    await askInsurer(services, context, { institutionId, billId, useAccount: request.body.useAccount })
    return inTransaction(services.db, contextOf(request), (tx) => billOf(tx, contextOf(request), institutionId, billId))
  })
}
