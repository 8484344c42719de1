import type { StatementEntry } from './entries.ts'
import { localTime } from './local-time.ts'

// The trade bill (bill_type=ALL): a header, one line per movement with a backtick before every value, a header of sums, one line of sums.
// Which columns were compared with which source: channels/README.md.

const COLUMNS = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'

const yuan = (cents: number) => (cents / 100).toFixed(2)
const line = (values: readonly string[]) => values.map((value) => `\`${value.replaceAll(/[,`\r\n]/g, ' ')}`).join(',')

export function wechatPayStatement(merchant: { appId: string; merchantId: string }, entries: readonly StatementEntry[]): string {
  const lines = entries.map((entry) => {
    const back = entry.kind === 'refund'
    return line([
      localTime(entry.at), merchant.appId, merchant.merchantId, '0', '', entry.providerNo, entry.orderNo, 'simulated', 'MWEB', back ? 'REFUND' : 'SUCCESS', 'OTHERS', 'CNY',
      back ? '0.00' : yuan(entry.cents), '0.00', back ? (entry.providerRefundNo ?? '') : '0', back ? (entry.refundNo ?? '') : '0', back ? yuan(entry.cents) : '0.00', '0.00',
      back ? 'ORIGINAL' : '', back ? 'SUCCESS' : '', entry.title, String(entry.institutionId), '0.00000', '0.00%', back ? '0.00' : yuan(entry.cents), back ? yuan(entry.cents) : '0.00', '',
    ])
  })
  const sum = (kind: StatementEntry['kind']) => yuan(entries.reduce((total, entry) => total + (entry.kind === kind ? entry.cents : 0), 0))
  const sums = line([String(entries.length), sum('payment'), sum('refund'), '0.00', '0.00000', sum('payment'), sum('refund')])
  return `${[COLUMNS, ...lines, SUMS, sums].join('\r\n')}\r\n`
}
