import { centsOf } from './amounts.ts'
import { CellFault, type StatementFormat } from './format.ts'

/**
 * The business detail (业务明细) of Alipay: GBK, remarks begin with #, what went back has a minus and the refund's own
 * number, and the fee stands with the sign of what it does to the merchant. https://opendocs.alipay.com/open/028w0h
 */
export const alipay: StatementFormat = {
  required: ['支付宝交易号', '商户订单号', '业务类型', '完成时间', '订单金额(元)', '退款批次号/请求号', '服务费(元)'],
  endsWithSummary: true,
  isElsewhere(row, institutionId) {
    const store = row.text('门店编号')
    return /^\d+$/.test(store) && Number(store) !== institutionId
  },
  line(row, line) {
    const kind = row.some('业务类型')
    const [cents, fee] = [row.cents('订单金额(元)'), -row.cents('服务费(元)')]
    const at = row.moment('完成时间')
    if (kind === '交易') return { line, kind: 'payment', channelNumber: row.some('支付宝交易号'), ourNumber: row.text('商户订单号'), cents, feeCents: fee, status: 'done', at }
    if (kind !== '退款') throw new CellFault('业务类型', kind, 'unknown-kind')
    const ourNumber = row.some('退款批次号/请求号')
    // A trade has one number at Alipay however often it is refunded; with our refund's number it is that refund's.
    return { line, kind: 'refund', channelNumber: `${row.some('支付宝交易号')}/${ourNumber}`, ourNumber, cents: Math.abs(cents), feeCents: fee, status: 'done', at }
  },
  summary(cells, all, at) {
    if (!/^#?交易合计[:：]/.test(cells[0] ?? '')) return undefined
    const [paid, back] = [sumIn(cells), sumIn(all.slice(at + 1).find((row) => /^#?退款合计[:：]/.test(row[0] ?? '')) ?? [])]
    if (!paid || !back) return undefined
    return { paymentCount: paid.count, paymentCents: paid.cents, refundCount: back.count, refundCents: Math.abs(back.cents) }
  },
}

/** 交易合计:2笔，商家实收共12.34元 … */
function sumIn(cells: readonly string[]): { count: number; cents: number } | undefined {
  const parts = /合计[:：]\s*(\d+)\s*笔[,，]?\s*商家实收(?:退款)?共?\s*(-?[\d.]+)\s*元/.exec(cells.join(','))
  const cents = parts ? centsOf(parts[2]!) : undefined
  return parts && cents !== undefined ? { count: Number(parts[1]), cents } : undefined
}
