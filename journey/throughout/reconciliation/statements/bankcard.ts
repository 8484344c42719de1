import { centsOf } from './amounts.ts'
import { CellFault, type StatementFormat } from './format.ts'

const KINDS: Readonly<Record<string, 'payment' | 'refund'>> = { 消费: 'payment', 退货: 'refund', 消费撤销: 'refund', 撤销: 'refund' }
const STATUS: Readonly<Record<string, 'done' | 'undone'>> = { 成功: 'done', 已清算: 'done', '': 'done', 失败: 'undone', 已冲正: 'undone' }

/** The settlement detail of a bank card terminal's acquirer: one row per slip, the reference number (参考号) is the network's. */
export const bankcard: StatementFormat = {
  required: ['终端号', '凭证号', '参考号', '交易类型', '交易金额', '手续费', '交易日期', '交易时间'],
  also: { 参考号: ['检索参考号', '系统参考号'], 凭证号: ['流水号'], 商户订单号: ['订单号', '商户流水号'] },
  endsWithSummary: true,
  line(row, line) {
    const [word, state] = [row.some('交易类型'), row.text('交易状态')]
    const [kind, status] = [KINDS[word], STATUS[state]]
    if (!kind) throw new CellFault('交易类型', word, 'unknown-kind')
    if (!status) throw new CellFault('交易状态', state, 'unknown-status')
    const fee = row.cents('手续费')
    return {
      line, kind, channelNumber: row.some('参考号'), ourNumber: row.text('商户订单号'), cents: Math.abs(row.cents('交易金额')),
      feeCents: kind === 'refund' ? -Math.abs(fee) : fee, status, at: row.moment('交易日期', '交易时间'),
    }
  },
  summary(cells) {
    if (!/^(合计|总计|小计)/.test(cells[0] ?? '')) return undefined
    const text = cells.join(' ')
    const paid = /消费\D*(\d+)\s*笔\s*([\d,.]+)\s*元/.exec(text)
    const back = /(?:退货|退款)\D*(\d+)\s*笔\s*-?([\d,.]+)\s*元/.exec(text)
    return {
      ...(paid ? { paymentCount: Number(paid[1]), paymentCents: centsOf(paid[2]!) ?? -1 } : {}),
      ...(back ? { refundCount: Number(back[1]), refundCents: centsOf(back[2]!) ?? -1 } : {}),
    }
  },
}
