import type { StatementEntry } from './entries.ts'
import { localTime } from './local-time.ts'

// The file 业务明细 of the trade bill (bill_type=trade): four lines that begin with #, the columns, one line per movement with a tab
// after every value, and lines with # again. A refund's amounts are negative.
// Which columns and marks were compared with which source: channels/README.md.

const COLUMNS = '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注'

const yuan = (cents: number) => (cents / 100).toFixed(2)
const line = (values: readonly string[]) => values.map((value) => `${value.replaceAll(/[,\t\r\n]/g, ' ')}\t`).join(',')
const chinese = (day: string) => day.replace(/(\d{4})-(\d\d)-(\d\d)/, '$1年$2月$3日')

export function alipayStatement(sellerId: string, day: string, entries: readonly StatementEntry[]): string {
  const lines = entries.map((entry) => {
    const back = entry.kind === 'refund'
    const amount = yuan(back ? -entry.cents : entry.cents)
    const at = localTime(entry.at)
    return line([
      entry.providerNo, entry.orderNo, back ? '退款' : '交易', entry.title, at, at, String(entry.institutionId), '', '', '', 'dem***@example.org', amount, amount,
      '0.00', '0.00', '0.00', '0.00', '0.00', '', '0.00', '0.00', back ? (entry.refundNo ?? '') : '', '0.00', '0.00', '',
    ])
  })
  const sum = (kind: StatementEntry['kind']) => entries.reduce((total, entry) => total + (entry.kind === kind ? entry.cents : 0), 0)
  const count = (kind: StatementEntry['kind']) => entries.filter((entry) => entry.kind === kind).length
  return `${[
    '#支付宝业务明细查询', `#账号：[${sellerId}]`, `#起始日期：[${chinese(day)} 00:00:00]   终止日期：[${chinese(nextDay(day))} 00:00:00]`,
    '#-----------------------------------------业务明细列表----------------------------------------', COLUMNS, ...lines,
    '#-----------------------------------------业务明细列表结束------------------------------------',
    `#交易合计：${count('payment')}笔，商家实收共${yuan(sum('payment'))}元，商家优惠共0.00元`,
    `#退款合计：${count('refund')}笔，商家实收退款共${yuan(-sum('refund'))}元，商家优惠退款共0.00元`,
  ].join('\r\n')}\r\n`
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
