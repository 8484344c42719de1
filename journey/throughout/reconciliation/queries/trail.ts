import { entriesOfTransfers } from '#engines/ledger/index.ts'
import { movedMoney, shiftWithMoney, transfersBehind } from '#journey/throughout/billing/index.ts'
import { shownReceiptNumber } from '#journey/throughout/billing/contract.ts'
import { institutionById } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import { type Context, hasRole } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { ShiftReport, TrailEntry, TrailLine } from '../contract.ts'
import { ShiftNotFound } from '../errors.ts'
import { dayAfter } from '../matching/days.ts'
import { staffOf } from '../policy.ts'
import { startOf } from './day-figures.ts'
import { nameOf } from './differences.ts'

/** The payments and refunds behind a figure of a day. */
export async function trailOf(tx: Tx, context: Context, institutionId: number, asked: { day: string; channel?: string | undefined; departmentId?: number | null | undefined }): Promise<TrailLine[]> {
  const rows = await movedMoney(tx, { institutionId, from: startOf(asked.day), until: startOf(dayAfter(asked.day)), channel: asked.channel, departmentId: asked.departmentId })
  await audit(tx, context, { action: 'reconciliation.read-trail', subject: `day/${asked.day}`, institutionId, detail: { channel: asked.channel ?? null, lines: rows.length } })
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** What the ledger wrote for one payment or refund: where every figure ends. */
export async function entriesBehind(tx: Tx, institutionId: number, kind: 'payment' | 'refund', id: string): Promise<TrailEntry[]> {
  const entries = await entriesOfTransfers(tx, institutionId, transfersBehind(kind, id))
  return entries.map(({ accountKind: account, ownerRef: owner, at, ...rest }) => ({ ...rest, account, owner, at: at.toISOString() }))
}

/** A cashier's shift as it is printed and signed. Cashiers read their own; throws {@link ShiftNotFound} for another's. */
export async function shiftReport(tx: Tx, context: Context, institutionId: number, id: string): Promise<ShiftReport> {
  const shift = await shiftWithMoney(tx, institutionId, id)
  const reader = staffOf(context)
  if (!shift || (shift.accountId !== reader.accountId && !hasRole(reader, 'accountant', 'manager', 'auditor'))) throw new ShiftNotFound({ id })
  const institution = await institutionById(tx, institutionId)
  const { accountId, counted, receipts, openedAt, closedAt, ...rest } = shift
  await audit(tx, context, { action: 'reconciliation.read-shift', subject: `shift/${id}`, institutionId })
  return {
    ...rest, cashier: await nameOf(tx, institutionId, accountId), openedAt: openedAt.toISOString(), closedAt: closedAt?.toISOString() ?? null,
    // What should be in an open drawer is told to nobody: it is counted first.
    ...(shift.status === 'open' ? { expectedCents: null } : {}),
    institutionName: institution?.name ?? '', institutionNameEn: institution?.nameEn ?? '', counted: { ...counted }, payments: [...shift.payments], refunds: [...shift.refunds],
    receipts: receipts && {
      first: shownReceiptNumber({ year: receipts.firstYear, number: receipts.first }), last: shownReceiptNumber({ year: receipts.lastYear, number: receipts.last }), count: receipts.count,
    },
  }
}
