import { centsOf } from './amounts.ts'
import { CellFault, type StatementFormat } from './format.ts'

const STATUS: Readonly<Record<string, 'done' | 'under-way' | 'undone'>> = { SUCCESS: 'done', PROCESSING: 'under-way', FAIL: 'undone', CHANGE: 'undone', CLOSED: 'undone' }

/**
 * The trade bill of WeChat Pay ("ALL"): every value after a backtick, payments and refunds as rows of one table, then a
 * table of one row that sums up. https://pay.weixin.qq.com/doc/v3/merchant/4012791866
 */
export const wechatpay: StatementFormat = {
  required: ['交易时间', '微信订单号', '商户订单号', '交易状态', '应结订单金额', '微信退款单号', '商户退款单号', '退款金额', '退款状态', '手续费'],
  endsWithSummary: true,
  isElsewhere(row, institutionId) {
    const attach = row.text('商户数据包')
    return /^\d+$/.test(attach) && Number(attach) !== institutionId
  },
  line(row, line) {
    const state = row.some('交易状态')
    const at = row.moment('交易时间')
    if (state === 'REFUND') {
      const word = row.text('退款状态') || 'SUCCESS'
      const status = STATUS[word]
      if (!status) throw new CellFault('退款状态', word, 'unknown-status')
      return { line, kind: 'refund', channelNumber: row.some('微信退款单号'), ourNumber: row.text('商户退款单号'), cents: row.cents('退款金额'), feeCents: -Math.abs(row.cents('手续费')), status, at }
    }
    if (state !== 'SUCCESS' && state !== 'REVOKED') throw new CellFault('交易状态', state, 'unknown-status')
    return {
      line, kind: 'payment', channelNumber: row.some('微信订单号'), ourNumber: row.text('商户订单号'), cents: row.cents('应结订单金额'), feeCents: row.cents('手续费'),
      status: state === 'SUCCESS' ? 'done' : 'undone', at,
    }
  },
  summary(cells, all, at) {
    if (cells[0] !== '总交易单数') return undefined
    const values = all[at + 1] ?? []
    const of = (name: string) => centsOf(values[cells.indexOf(name)] ?? '')
    const [count, paid, back] = [Number(values[0]), of('应结订单总金额'), of('退款总金额')]
    if (!Number.isInteger(count) || paid === undefined || back === undefined) return undefined
    return { lineCount: count, paymentCents: paid, refundCents: back }
  },
}
