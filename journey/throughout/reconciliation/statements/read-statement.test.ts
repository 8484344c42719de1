import { expect, test } from 'vitest'
import { statementChannels } from '../contract.ts'
import { madeBooks } from '../testing/made-books.ts'
import { writeStatement } from '../testing/statement-files.ts'
import { centsOf, momentOf } from './amounts.ts'
import { readStatement } from './read-statement.ts'

const day = '2026-03-17'
const wanted = { day, institutionId: 101 }
const aFile = (channel: (typeof statementChannels)[number], count = 30) => writeStatement(channel, madeBooks({ channel, day, count, seed: 5 }).lines, wanted).toString()
const read = (channel: (typeof statementChannels)[number], text: string | Buffer) => readStatement(channel, Buffer.from(text), wanted)

test.each([['68.37', 6837], ['`68.3', undefined], ['0.41000', 41], ['1,234.5', 123_450], ['-0.005', -1], ['68.374', 6837], ['', undefined], ['12.3.4', undefined], ['1e5', undefined], ['¥5', 500]])('%s is %s cents', (text, cents) => expect(centsOf(text)).toBe(cents))
test.each([['2026-03-17 09:00:01', '2026-03-17T01:00:01.000Z'], ['20260317 090001', '2026-03-17T01:00:01.000Z'], ['2026/3/17 9:00', '2026-03-17T01:00:00.000Z'], ['2026-02-30 09:00:00', undefined], ['nine', undefined]])('%s is %s', (text, iso) => expect(momentOf(text)?.toISOString()).toBe(iso))

test.each(statementChannels)('%s: what channels put around values is seen through: a BOM, other line ends, quotes, blank lines', (channel) => {
  const plain = read(channel, aFile(channel))
  expect([plain.faults, plain.lines.length]).toEqual([[], 30])
  for (const text of [`\uFEFF${aFile(channel)}`, aFile(channel).replaceAll('\r\n', '\n'), `${aFile(channel)}\n\n`]) expect(read(channel, text)).toEqual(plain)
})

test('a file in GBK reads like one in UTF-8', () => {
  // 结算ID,机构流水号,结算类型,结算时间,基金支付总额 / S1,M1,结算,… in GBK.
  const gbk = Buffer.concat([
    Buffer.from('bde1cbe34944', 'hex'), Buffer.from(','), Buffer.from('bbfab9b9c1f7cbaebac5', 'hex'), Buffer.from(','), Buffer.from('bde1cbe3c0e0d0cd', 'hex'), Buffer.from(','),
    Buffer.from('bde1cbe3cab1bce4', 'hex'), Buffer.from(','), Buffer.from('bbf9bdf0d6a7b8b6d7dcb6ee', 'hex'), Buffer.from('\nS1,M1,'), Buffer.from('bde1cbe3', 'hex'), Buffer.from(',2026-03-17 09:00:00,12.50\n'),
  ])
  expect(readStatement('insurance', gbk, wanted)).toMatchObject({ faults: [], lines: [{ channelNumber: 'S1', ourNumber: 'M1', cents: 1250, kind: 'payment' }] })
})

test.each([
  ['wechatpay', 'cut off before its end', (text: string) => text.slice(0, text.indexOf('总交易单数')), 'no-summary'],
  ['alipay', 'cut off before its end', (text: string) => text.slice(0, text.indexOf('#交易合计')), 'no-summary'],
  ['wechatpay', 'a row taken out', (text: string) => text.split('\r\n').toSpliced(4, 1).join('\r\n'), 'count-differs'],
  ['bankcard', 'a row taken out', (text: string) => text.split('\n').toSpliced(4, 1).join('\n'), 'count-differs'],
  ['wechatpay', 'an amount that is none', (text: string) => text.replace(/`\d+\.\d\d,`0\.00,`0,`0/, '`6A.00,`0.00,`0,`0'), 'not-an-amount'],
  ['alipay', 'a time that is none', (text: string) => text.replaceAll(',2026-03-17 ', ',2026-13-47 '), 'not-a-time'],
  ['wechatpay', 'a state nobody knows', (text: string) => text.replace('`SUCCESS', '`MAYBE'), 'unknown-status'],
  ['bankcard', 'a row broken in two', (text: string) => text.replace('借记卡,', '借记卡\n'), 'too-few-cells'],
  ['insurance', 'a column missing', (text: string) => text.replace('基金支付总额', '其他'), 'missing-column'],
  ['wechatpay', 'a picture', () => 'PNG\0\0\0\0', 'not-a-statement'],
  ['alipay', 'a statement of WeChat Pay', () => aFile('wechatpay'), 'not-a-statement'],
] as const)('%s: %s refuses the file whole', (channel, _what, spoil, code) => {
  const { lines, faults } = read(channel, spoil(aFile(channel)))
  expect(lines).toEqual([])
  expect(faults.map((fault) => fault.code)).toContain(code)
})

test('a file that breaks off anywhere, even within a character, is never taken for whole', () => {
  for (const channel of ['wechatpay', 'alipay', 'bankcard'] as const) {
    const whole = Buffer.from(aFile(channel, 11).trimEnd())
    // The first line of the summary may be enough; what stands behind it says no more about money.
    for (let end = 200; end < whole.indexOf(channel === 'wechatpay' ? '总交易单数' : channel === 'alipay' ? '#退款合计' : '合计,消费'); end += 7) {
      const { lines, faults } = read(channel, whole.subarray(0, end))
      expect([channel, end, lines.length, faults.length > 0]).toEqual([channel, end, 0, true])
    }
  }
})

test('a file of another day is noticed, and a fault says its row, its column and what stands there', () => {
  expect(readStatement('wechatpay', Buffer.from(aFile('wechatpay')), { day: '2026-03-18', institutionId: 101 }).faults).toMatchObject([{ code: 'other-day', value: day }])
  expect(read('wechatpay', aFile('wechatpay').replace('`SUCCESS', '`MAYBE')).faults).toEqual([{ line: 2, column: '交易状态', value: 'MAYBE', code: 'unknown-status' }])
})

test('lines of another hospital under the same merchant are counted in the sums and left to that hospital', () => {
  expect(readStatement('wechatpay', Buffer.from(aFile('wechatpay')), { day, institutionId: 102 })).toEqual({ lines: [], faults: [] })
})

test('a terminal statement of fixed width is read with its trailer, and refused when a slip is missing', () => {
  const slip = (n: number, kind: string, cents: number) => `D${kind}T0000001000012${String(n).padStart(6, '0')}20260317090001${String(cents).padStart(12, '0')}622848******0011   R0000000000${n}            ${'a'.repeat(31)}${n}00`
  const file = (slips: readonly string[]) => ['H8983100806200012026031700000003', ...slips, 'T00000002000000000001500000000010000000000005 00'.replace('5 00', '500')].join('\n')
  const slips = [slip(1, '01', 1000), slip(2, '01', 500), slip(3, '03', 500)]
  expect(read('bankcard', file(slips))).toMatchObject({ faults: [], lines: [{ cents: 1000, feeCents: null, channelNumber: 'R00000000001' }, {}, { kind: 'refund' }] })
  expect(read('bankcard', file(slips.slice(1))).faults.map((fault) => fault.code)).toContain('count-differs')
  expect(readStatement('bankcard', Buffer.from(file(slips)), { ...wanted, terminals: ['T9'] }).lines).toEqual([])
})
