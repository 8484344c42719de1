import { expect, inject, test } from 'vitest'
import { picture, visit, walker } from './browser.ts'
import { book, pay } from './moments.ts'
import { phoneOf, signIn } from './people.ts'

const walk = walker()

test('O13 one bill for the visit is paid from the phone, says why it is this number, and becomes a receipt anybody can verify', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(71))
  const booked = await book(page, '林知夏')
  await visit(page, `/bills/${booked.institutionId}/${booked.visitId}`)
  await page.getByText('为什么是这个数？').click()
  await picture(page, 'patient-bill')
  const amount = await pay(page, booked)
  await picture(page, 'patient-paid')

  await visit(page, `/bills/${booked.institutionId}/${booked.visitId}`)
  await page.getByText(/已经付清/).waitFor()
  const bill = (await (await page.request.get(`/api/billing/bills/${booked.institutionId}/${booked.visitId}`)).json()) as { paidCents: number; dueCents: number; receipts: { verificationCode: string; year: number; number: number }[] }
  expect(`¥${(bill.paidCents / 100).toFixed(2)}`).toBe(amount)
  expect(bill.dueCents).toBe(0)
  expect(bill.receipts).toHaveLength(1)

  await page.getByRole('link', { name: /看收据/ }).first().click()
  await page.waitForURL(/\/receipts\/\d+\/\d+\/\d+$/)
  await page.getByRole('img', { name: /收据/ }).waitFor()
  await expect.poll(() => page.evaluate<number>('document.querySelector(".billing-receipt").naturalWidth'), { timeout: 20_000 }).toBe(1080)
  await picture(page, 'patient-receipt')
  const href = await page.getByRole('link', { name: '看 PDF' }).getAttribute('href')
  const receipt = await page.request.get(new URL(href!, inject('productUrl')).href)
  expect(receipt.headers()['content-type']).toContain('application/pdf')
  expect((await receipt.body()).subarray(0, 5).toString()).toBe('%PDF-')
  await visit(page, '/receipts')
  await page.getByText(amount).first().waitFor()
  await picture(page, 'patient-receipts')
})
