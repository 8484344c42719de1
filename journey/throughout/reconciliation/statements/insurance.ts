import { CellFault, type StatementFormat } from './format.ts'

const KINDS: Readonly<Record<string, 'payment' | 'refund'>> = { 结算: 'payment', 正常结算: 'payment', 冲正: 'refund', 退费: 'refund', 退费结算: 'refund', 0: 'payment', 1: 'refund' }

/** The settlement detail of the insurance fund: what fund and personal account bear of each settlement,
 * and what was taken back. Named in Chinese, or as the fields of the national interface are. No fee is kept. */
export const insurance: StatementFormat = {
  required: ['结算ID', '机构流水号', '结算类型', '结算时间', '基金支付总额'],
  also: { 结算ID: ['setl_id', '结算单号'], 机构流水号: ['msgid', '发送方报文ID', '医药机构结算流水号'], 结算类型: ['refd_setl_flag', '类型'], 结算时间: ['setl_time'], 基金支付总额: ['fund_pay_sumamt', '基金支付'], 个人账户支出: ['acct_pay'] },
  endsWithSummary: false,
  line(row, line) {
    const word = row.some('结算类型')
    const kind = KINDS[word]
    if (!kind) throw new CellFault('结算类型', word, 'unknown-kind')
    return { line, kind, channelNumber: row.some('结算ID'), ourNumber: row.text('机构流水号'), cents: Math.abs(row.cents('基金支付总额') + (row.text('个人账户支出') === '' ? 0 : row.cents('个人账户支出'))), feeCents: 0, status: 'done', at: row.moment('结算时间') }
  },
  summary(cells) {
    return /^(合计|总计)/.test(cells[0] ?? '') ? {} : undefined
  },
}
