import type { Routes } from '#platform/http/index.ts'
import { billRoutes } from './routes/bills.ts'
import { callbackRoutes } from './routes/callback.ts'
import { insuredRoutes } from './routes/insured.ts'
import { paymentRoutes } from './routes/payments.ts'
import { receiptRoutes } from './routes/receipts.ts'
import { refundRoutes } from './routes/refunds.ts'
import { repaymentRoutes } from './routes/repayments.ts'
import { topUpRoutes } from './routes/top-ups.ts'
import { windowRoutes } from './routes/window.ts'
import { simulatorRoutes } from './simulator/routes.ts'

export const routes: Routes = (app, services) => {
  for (const part of [billRoutes, insuredRoutes, paymentRoutes, receiptRoutes, windowRoutes, topUpRoutes, repaymentRoutes, refundRoutes, callbackRoutes, simulatorRoutes]) part(app, services)
}
