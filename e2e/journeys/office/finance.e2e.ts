import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { writeStatement } from '#journey/throughout/reconciliation/testing/statement-files.ts'
import { faultsOf } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { pay } from '../moments.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()
// A house of its own, a health centre: what others owe each other elsewhere does not stand in the way of closing its day.
const HOSPITAL = 302
const DAY_MS = 86_400_000
const localDay = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date(at))

interface BillToRead {
  readonly payments: readonly { readonly id: string; readonly amountCents: number }[]
}

/** Books at the hospital for one of the next days and pays from the phone; answers the payment as the server knows it. */
async function payThere(page: Page): Promise<BillToRead['payments'][number]> {
  const session = await (await page.request.get('/api/access/session')).json() as { person: { personId: string } }
  const { openings } = await (await page.request.get(`/api/booking/openings?institutionId=${HOSPITAL}`)).json() as { openings: { serviceId: number; feeCents: number }[] }
  for (const { serviceId } of openings.filter((one) => one.feeCents > 0)) {
    for (const ahead of [1, 2, 3]) {
      const read = await page.request.get(`/api/booking/services/${HOSPITAL}/${serviceId}/periods?day=${localDay(Date.now() + ahead * DAY_MS)}`)
      const { periods } = await read.json() as { periods: { periodId: number; state: string }[] }
      const free = periods.find((one) => one.state === 'free')
      if (!free) continue
      const made = await page.request.post('/api/booking/appointments', { data: { institutionId: HOSPITAL, periodId: free.periodId, personId: session.person.personId }, headers: { 'idempotency-key': `finance-${Date.now()}` } })
      if (!made.ok()) continue
      const { id } = await made.json() as { id: string }
      const bill = `/api/billing/bills/${HOSPITAL}/${id}`
      await expect.poll(async () => (await page.request.get(bill)).status(), { timeout: 20_000 }).toBe(200)
      await pay(page, { institutionId: String(HOSPITAL), visitId: id })
      return (await (await page.request.get(bill)).json() as BillToRead).payments[0]!
    }
  }
  throw new Error('nothing can be booked there')
}

test('O2 an accountant brings the statement in, sees what differs, has it agreed by a second person, closes the day and takes it along', async () => {
  const phone = await walk.phone()
  await signIn(phone, phoneOf(142))
  const paid = await payThere(phone)
  const today = localDay(Date.now())

  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, `accountant-${HOSPITAL}`)
  await visit(desk, `/staff/finance/statements?day=${today}`)
  const at = new Date()
  const line = { line: 0, kind: 'payment', ourNumber: paid.id.replaceAll('-', ''), channelNumber: `9${Date.now()}`, cents: paid.amountCents + 100, feeCents: 0, status: 'done', at } as const
  const stranger = { ...line, ourNumber: 'f'.repeat(32), channelNumber: `8${Date.now()}`, cents: 4_200 }
  const file = writeStatement('wechatpay', [line, stranger], { institutionId: HOSPITAL, day: today, bom: true })
  const wechat = desk.getByRole('region', { name: '微信支付' })
  await wechat.locator('input[type=file]').setInputFiles({ name: 'broken.csv', mimeType: 'text/csv', buffer: file.subarray(0, file.indexOf('总交易单数')) })
  await wechat.getByText('没有结尾的合计，文件可能被截断').waitFor()
  await picture(desk, 'finance-statement-damaged')
  await wechat.locator('input[type=file]').setInputFiles({ name: `${today}.csv`, mimeType: 'text/csv', buffer: file })
  await wechat.getByText(/\d+ 条差异待处理/).waitFor()
  // The insurer bears its share of some; its statement is fetched from it.
  await desk.getByRole('region', { name: '医保' }).getByRole('button', { name: '向渠道取' }).click()
  await desk.getByRole('region', { name: '医保' }).getByRole('status').or(desk.getByRole('region', { name: '医保' }).getByRole('alert')).first().waitFor()
  expect(await faultsOf(desk)).toEqual([])
  await picture(desk, 'finance-statements')

  await wechat.getByText(/\d+ 条差异待处理/).click()
  await desk.getByRole('button', { name: /金额不符/ }).first().click()
  await desk.getByLabel('原因和凭证').fill('渠道多记一元，已联系渠道核实，凭证 0317')
  expect(await faultsOf(desk)).toEqual([])
  await picture(desk, 'finance-difference')
  await desk.getByRole('button', { name: '提交复核' }).click()
  await desk.getByText('等另一位同事复核').waitFor()

  const second = await walk.screen({ language: 'en', width: 1280, height: 800 })
  await signInStaff(second, `accountant2-${HOSPITAL}`)
  await visit(second, '/staff/finance/differences')
  await second.getByRole('button', { name: /Amount differs.*second person/ }).first().click()
  await second.getByRole('button', { name: 'Agree' }).click()
  await second.getByText('Booked', { exact: true }).waitFor()
  expect(await faultsOf(second)).toEqual([])
  await picture(second, 'finance-difference-agreed-en')

  await visit(desk, `/staff/finance/days?day=${today}`)
  await desk.getByRole('heading', { name: '日结前还要处理' }).waitFor()
  for (const reason of await desk.getByLabel(/^原因/).all()) await reason.fill('已知，明日跟进')
  expect(await faultsOf(desk)).toEqual([])
  await picture(desk, 'finance-day-open')
  await desk.getByRole('button', { name: '日结', exact: true }).click()
  await desk.getByRole('dialog').getByRole('button', { name: '日结', exact: true }).click()
  await desk.getByText('数据和日结时一致').waitFor()
  await picture(desk, 'finance-day-closed')
  const sheet = await desk.request.get((await desk.getByRole('link', { name: '导出表格' }).getAttribute('href'))!)
  expect([sheet.status(), (await sheet.body()).subarray(0, 2).toString()]).toEqual([200, 'PK'])

  await desk.getByRole('link', { name: '微信支付' }).click()
  await desk.getByRole('button', { name: /看分录/ }).first().click()
  await desk.getByText('合计为零，平衡').waitFor()
  expect(await faultsOf(desk)).toEqual([])
  await picture(desk, 'finance-trail')
  for (const [page, name] of [[desk, 'finance-overview'], [second, 'finance-overview-en']] as const) {
    await visit(page, '/staff/finance')
    await page.locator('.reconciliation-chart svg').first().waitFor()
    expect(await faultsOf(page)).toEqual([])
    await picture(page, name)
  }
})
