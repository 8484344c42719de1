import { localDay } from '#platform/clock/index.ts'
import type { StatementChannel } from '../contract.ts'
import type { StatementLine } from '../matching/types.ts'

// Statement files as the channels write them, from lines: what tests, the bench and a demonstration read back.

export interface FileOptions {
  readonly institutionId: number
  readonly day: string
  /** Latin letters only are the same bytes in every encoding; Chinese in GBK takes a table that Node does not have. */
  readonly bom?: boolean
}

const yuan = (cents: number): string => (cents / 100).toFixed(2)
const stamp = (at: Date): string => `${localDay(at)} ${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 19)}`
const total = (lines: readonly StatementLine[], kind: StatementLine['kind']) => lines.filter((line) => line.kind === kind && line.status !== 'undone')
const sum = (lines: readonly StatementLine[]) => lines.reduce((cents, line) => cents + line.cents, 0)

export function writeStatement(channel: StatementChannel, lines: readonly StatementLine[], options: FileOptions): Buffer {
  return Buffer.from(`${options.bom ? '\uFEFF' : ''}${writers[channel](lines, options)}`)
}

const writers: Readonly<Record<StatementChannel, (lines: readonly StatementLine[], options: FileOptions) => string>> = {
  wechatpay(lines, { institutionId }) {
    const header = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
    const rows = lines.map((line) => {
      const [paid, back] = line.kind === 'payment' ? [yuan(line.cents), '0.00'] : ['0.00', yuan(line.cents)]
      const numbers = line.kind === 'payment' ? [line.channelNumber, line.ourNumber, '0', '0'] : ['4200000000000000000000000000', '', line.channelNumber, line.ourNumber]
      const state = line.kind === 'refund' ? 'REFUND' : line.status === 'done' ? 'SUCCESS' : 'REVOKED'
      const refundState = line.kind === 'payment' ? '' : line.status === 'done' ? 'SUCCESS' : line.status === 'undone' ? 'FAIL' : 'PROCESSING'
      return [stamp(line.at), 'wx0000000000000000', '1900000109', '0', '', numbers[0], numbers[1], 'o-payer', 'MWEB', state, 'OTHERS', 'CNY', paid, '0.00', numbers[2], numbers[3], back,
        '0.00', line.kind === 'refund' ? 'ORIGINAL' : '', refundState, '门诊费用', String(institutionId), ((line.feeCents ?? 0) / 100).toFixed(5), '0.60%', paid, back, ''].map((cell) => `\`${cell}`).join(',')
    })
    const foot = ['总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
      [lines.length, yuan(sum(total(lines, 'payment'))), yuan(sum(total(lines, 'refund'))), '0.00', '0.00', '0.00', '0.00'].map((cell) => `\`${cell}`).join(',')]
    return `${[header, ...rows, ...foot].join('\r\n')}\r\n`
  },
  alipay(lines, { day }) {
    const header = '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注'
    const rows = lines.map((line) => {
      const minus = line.kind === 'refund' ? '-' : ''
      const [trade] = line.channelNumber.split('/')
      return [`${trade}\t`, `${line.kind === 'payment' ? line.ourNumber : ''}\t`, line.kind === 'payment' ? '交易' : '退款', '门诊费用', stamp(line.at), stamp(line.at), '', '', '', '', '*晓(138****0000)',
        `${minus}${yuan(line.cents)}`, `${minus}${yuan(line.cents)}`, '0.00', '0.00', '0.00', '0.00', '0.00', '', '0.00', '0.00', line.kind === 'refund' ? line.ourNumber : '', yuan(-(line.feeCents ?? 0)), '0.00', ''].join(',')
    })
    const [paid, back] = [total(lines, 'payment'), total(lines, 'refund')]
    return `${['#支付宝业务明细查询', '#账号：[20880000000000000156]', `#起始日期：[${day} 00:00:00]   终止日期：[${day} 23:59:59]`, '#-----------------------------------------业务明细列表----------------------------------------',
      header, ...rows, '#-----------------------------------------业务明细列表结束------------------------------------',
      `#交易合计：${paid.length}笔，商家实收共${yuan(sum(paid))}元，商家优惠共0.00元`, `#退款合计：${back.length}笔，商家实收共-${yuan(sum(back))}元，商家优惠共0.00元`, `#导出时间：[${day} 23:59:59]`].join('\r\n')}\r\n`
  },
  bankcard(lines) {
    const rows = lines.map((line, i) => [
      '898310080620001', 'T0000001', '000012', String(i + 1).padStart(6, '0'), line.channelNumber, '622848******0011', '借记卡', line.kind === 'payment' ? '消费' : '退货',
      yuan(line.kind === 'payment' ? line.cents : -line.cents), yuan(line.feeCents ?? 0), localDay(line.at).replaceAll('-', ''), stamp(line.at).slice(11).replaceAll(':', ''), line.ourNumber, line.status === 'done' ? '成功' : '失败',
    ].join(','))
    const [paid, back] = [total(lines, 'payment'), total(lines, 'refund')]
    return `${['商户号,终端号,批次号,凭证号,参考号,卡号,卡类型,交易类型,交易金额,手续费,交易日期,交易时间,商户订单号,交易状态', ...rows,
      `合计,消费${paid.length}笔${yuan(sum(paid))}元,退货${back.length}笔${yuan(sum(back))}元`].join('\n')}\n`
  },
  insurance(lines) {
    const rows = lines.map((line) => [line.channelNumber, line.ourNumber, '职工医保', line.kind === 'payment' ? '结算' : '冲正', stamp(line.at), yuan(line.cents * 2), yuan(line.cents)].join(','))
    return `${['结算ID,机构流水号,险种类型,结算类型,结算时间,医疗费总额,基金支付总额', ...rows, `合计,${lines.length}`].join('\n')}\n`
  },
}
