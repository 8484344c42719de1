import type { StatementEntry } from './entries.ts'
import { localTime } from './local-time.ts'

// Fixed width, one record per line, ASCII. The layout is ours (acquirers agree theirs with each merchant); the fields are those of the
// card messages, with their widths: 3 processing, 4 amount n12, 11 trace n6, 37 reference an12, 41 terminal ans8, 42 merchant ans15, 60.2 batch n6.
//
//   H merchant(15) day(8) records(8)
//   D kind(2: 01 sale, 02 void, 03 refund) terminal(8) batch(6) trace(6) date(8) time(6) amount(12) card(19) reference(12) original reference(12) order(32) answer(2)
//   T payments(8) cents(15) given back(8) cents(15)

const KIND = { sale: '01', void: '02', refund: '03' } as const
const digits = (value: number, width: number) => String(value).padStart(width, '0')
const text = (value: string, width: number) => value.slice(0, width).padEnd(width)

export function bankcardStatement(merchantId: string, day: string, entries: readonly StatementEntry[]): string {
  const lines = entries.map((entry) => {
    const { kind, terminalId, batch, trace, number, original } = entry.card ?? { kind: 'sale' as const, terminalId: '', batch: 0, trace: 0, number: '' }
    const [date, time] = localTime(entry.at).replaceAll(/[-:]/g, '').split(' ')
    const reference = entry.kind === 'refund' ? (entry.providerRefundNo ?? '') : entry.providerNo
    return `D${KIND[entry.kind === 'payment' ? 'sale' : kind]}${text(terminalId, 8)}${digits(batch, 6)}${digits(trace, 6)}${date}${time}${digits(entry.cents, 12)}${text(number, 19)}`
      + `${text(reference, 12)}${text(original ?? '', 12)}${text(entry.kind === 'refund' ? (entry.refundNo ?? '') : entry.orderNo, 32)}00`
  })
  const of = (kind: StatementEntry['kind']) => entries.filter((entry) => entry.kind === kind)
  const sum = (rows: readonly StatementEntry[]) => rows.reduce((total, { cents }) => total + cents, 0)
  const [paid, back] = [of('payment'), of('refund')]
  return `${[
    `H${text(merchantId, 15)}${day.replaceAll('-', '')}${digits(entries.length, 8)}`, ...lines,
    `T${digits(paid.length, 8)}${digits(sum(paid), 15)}${digits(back.length, 8)}${digits(sum(back), 15)}`,
  ].join('\n')}\n`
}
