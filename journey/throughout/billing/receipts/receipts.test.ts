import { constants, inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { staffAt } from '#journey/throughout/people/testing/a-person.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import { module } from '../server.ts'
import { aBill, morning } from '../testing/a-bill.ts'
import { amountInWords } from './amount-in-words.ts'
import { charactersOf, receiptFaces } from './fonts.ts'
import { drawableIn } from './printer.ts'

const { db, owner, url } = await testDatabase()
const server = await testServer([module], { url }, { now: morning })

test.each([
  [0, '零元整'], [5, '伍分'], [100, '壹元整'], [110, '壹元壹角整'], [105, '壹元零伍分'], [1000, '壹拾元整'], [123405, '壹仟贰佰叁拾肆元零伍分'],
  [1_000_000, '壹万元整'], [1_000_500, '壹万零伍元整'], [10_050_000, '壹拾万零伍佰元整'], [1_000_000_000_00, '壹拾亿元整'], [-3163, '负叁拾壹元陆角叁分'],
])('%i cents are spelt %s', (cents, words) => expect(amountInWords(cents)).toBe(words))

test('the face draws Chinese and Latin, and knows what it cannot draw', async () => {
  const { normal } = await receiptFaces()
  expect(normal.bytes.readUInt32BE(0)).toBe(0x00010000)
  const has = charactersOf(normal.bytes)
  for (const sign of '临溪市中心医院门诊收费收据¥−·A0（）') expect(has(sign.codePointAt(0)!), sign).toBe(true)
  expect(drawableIn(has)('王䶮')).toBe('王〔U+4DAE〕')
})

async function aPaidBill() {
  const bill = await aBill(db, owner, { insured: true })
  await bill.charge(5000, { source: 'registration', kind: 'registration', name: '专家门诊诊查费', insuranceShareBp: 6000 })
  await bill.charge(4130, { name: '沙库巴曲缬沙坦 100 mg × 14', kind: 'drug', quantity: 2, insuranceShareBp: 6000 })
  const cashier = staffAt(bill.institutionId, 'cashier')
  await server.request('POST', '/api/billing/window/shifts', { as: cashier, body: { counter: '1 号窗口', openingFloatCents: 0 } })
  const paid = await server.request('POST', '/api/billing/window/cash', { as: cashier, body: { billId: bill.billId, expectedCents: 5304, receivedCents: 5304 } })
  expect(paid.status).toBe(201)
  return bill
}

test('a receipt is a PDF whose Chinese text can be read and copied', async () => {
  const bill = await aPaidBill()
  const response = await fetch(`${server.url}/api/billing/bills/${bill.institutionId}/${bill.billId}/receipt.pdf`, {
    headers: { 'x-test-actor': encodeURIComponent(JSON.stringify(bill.person.actor)), 'accept-language': 'zh-CN' },
  })
  expect(response.headers.get('content-type')).toBe('application/pdf')
  const body = Buffer.from(await response.arrayBuffer())
  expect(body.toString('latin1', 0, 5)).toBe('%PDF-')
  expect(body.length).toBeLessThan(200_000)
  const readable = charactersIn(body)
  for (const sign of '临溪市中心医院门诊收费收据2026-00000001林*满沙库巴曲缬沙坦5304伍拾叁元零肆分7926') expect(readable.has(sign), sign).toBe(true)
})

test('a receipt is a picture too: of the width of a phone, with ink where the letters are, and within what a message may carry', async () => {
  const bill = await aPaidBill()
  const [receipt] = (await bill.read()).receipts
  const ask = async (as: unknown) => fetch(`${server.url}/api/billing/receipts/${bill.institutionId}/${receipt!.year}/${receipt!.number}/receipt.png`, { headers: { 'x-test-actor': encodeURIComponent(JSON.stringify(as)), 'accept-language': 'zh-CN' } })
  const response = await ask(bill.person.actor)
  expect(response.headers.get('content-type')).toBe('image/png')
  const body = Buffer.from(await response.arrayBuffer())
  expect([body.toString('latin1', 1, 4), body.readUInt32BE(16), body.readUInt32BE(20) > 1000, body.length < 300_000]).toEqual(['PNG', 1080, true, true])
  const rows = inflateSync(body.subarray(body.indexOf('IDAT') + 4, body.indexOf('IEND') - 8))
  // Rows are kept as differences from the row above: summed up they are the picture, and some of it is black.
  const line = new Uint8Array(1080)
  let ink = 0
  for (let y = 0; y < body.readUInt32BE(20); y++) for (let x = 0; x < 1080; x++) {
    line[x] = line[x]! + rows[y * 1081 + 1 + x]!
    if (line[x]! < 128) ink++
  }
  expect(ink / (1080 * body.readUInt32BE(20))).toBeGreaterThan(0.02)
  expect((await ask({ ...bill.person.actor, personId: '0198c000-0000-7000-8000-000000000000', mayActFor: ['0198c000-0000-7000-8000-000000000000'] })).status).toBe(404)
})

/** The characters that a reader's program would copy: what the PDF's own tables say its glyphs mean. */
function charactersIn(pdf: Buffer): Set<string> {
  const signs = new Set<string>()
  for (let at = pdf.indexOf('stream\n'); at !== -1; at = pdf.indexOf('stream\n', at + 1)) {
    const text = inflated(pdf.subarray(at + 7))
    if (!text?.includes('beginbfrange')) continue
    for (const [, list] of text.matchAll(/\[((?:<[0-9a-f]+>\s*)+)\]/g)) {
      for (const [, hex] of list!.matchAll(/<([0-9a-f]+)>/g)) signs.add(Buffer.from(hex!, 'hex').swap16().toString('utf16le'))
    }
  }
  return signs
}

function inflated(bytes: Buffer): string | undefined {
  try {
    return inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1')
  } catch {
    return undefined
  }
}

test('anybody can see that a receipt is genuine, and nobody can see more than is printed on it', async () => {
  const bill = await aPaidBill()
  const [receipt] = (await bill.read()).receipts
  const check = (code: string) => server.request('GET', `/api/billing/receipts/verify?code=${encodeURIComponent(code)}`)
  const { body } = await check(receipt!.verificationCode.toLowerCase().replace('-', ''))
  expect(body).toEqual({
    genuine: true,
    receipt: {
      shownNumber: receipt!.shownNumber, kind: 'payment', institutionName: '临溪市中心医院', payer: '林*满', amountCents: 5304, refundedCents: 0, issuedAt: morning.toISOString(),
    },
  })
  const other = `${receipt!.verificationCode.slice(0, -1)}${receipt!.verificationCode.endsWith('A') ? 'B' : 'A'}`
  expect((await check(other)).body).toEqual({ genuine: false, receipt: null })
  expect((await check("' or 1=1 --")).body).toEqual({ genuine: false, receipt: null })
})

test('a person reads their receipts of every hospital in one list', async () => {
  const bill = await aPaidBill()
  const { body } = await server.request('GET', `/api/billing/receipts?personId=${bill.person.personId}`, { as: bill.person.actor })
  expect(body).toMatchObject([{ institutionId: bill.institutionId, amountCents: 5304, title: '心血管内科 · 专家门诊' }])
})
