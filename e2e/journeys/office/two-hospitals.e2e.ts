import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { personAt } from '#region/generate/persons.ts'
import { picture, visit, walker } from '../browser.ts'
import { begin, book, callUntil, checkIn, finish, order, sitDown, writeNote } from '../moments.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()
const person = Array.from({ length: 60 }, (_, i) => 421 + i).find((index) => personAt('linxi', index).insurance === 'employee' && personAt('linxi', index).phone)!

interface Read {
  readonly dueCents: number
  readonly paidCents: number
  readonly refundedCents: number
  readonly insurer: { readonly state: string; readonly fundCents: number }
  readonly items: readonly { readonly name: string; readonly selfCents: number; readonly state: string }[]
  readonly refunds: readonly { readonly channel: string; readonly state: string; readonly amountCents: number }[]
}

async function openWindow(window: Page, code: string): Promise<void> {
  await visit(window, '/staff/cashier')
  const begins = window.getByRole('button', { name: '开始收费' })
  const box = window.getByRole('searchbox')
  await begins.or(box).first().waitFor()
  if (await begins.isVisible()) {
    await window.getByLabel('窗口', { exact: false }).first().fill('5 号窗口')
    await begins.click()
  }
  await box.fill(code)
  await window.keyboard.press('Enter')
  await window.getByRole('button', { name: '换一个人' }).waitFor()
}

test('O1 O2 a visit at one hospital is paid by the insurer, by a balance topped up at another and by phone; one item goes back to each of them, to the cent', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(person))
  await visit(page, '/code')
  const code = (await page.locator('.people-code__digits').innerText()).replaceAll(/\D/g, '')
  const there = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(there, 'cashier-102')
  await openWindow(there, code)
  await there.getByRole('button', { name: '充值' }).click()
  await there.getByLabel('充多少（元）').fill('20')
  await there.getByLabel('收到').last().fill('20')
  await there.getByRole('button', { name: '收 ¥20.00，打收据' }).click()
  await there.getByText('已充值 ¥20.00').waitFor()
  await there.close()

  const booked = await book(page, '林知夏')
  const label = await checkIn(page, booked)
  const desk = await walk.screen()
  await signInStaff(desk, 'doctor')
  await sitDown(desk)
  await callUntil(desk, label)
  await begin(desk)
  await writeNote(desk, { complaint: '胸闷一周', advice: '三天后看结果。' })
  await order(desk, 'jieheganran')
  await order(desk, 'xdt')
  await finish(desk, personAt('linxi', person).name)

  const bill = `/bills/${booked.institutionId}/${booked.visitId}`
  const read = async () => (await (await page.request.get(`/api/billing${bill}`)).json()) as Read
  await expect.poll(async () => (await read()).items.length, { timeout: 20_000 }).toBe(3)
  await visit(page, bill)
  await page.getByText('医保已经核过这个数。').waitFor()
  await page.getByRole('checkbox', { name: /用余额付/ }).check()
  await page.getByText(/余额付 ¥20\.00，手机再付/).waitFor()
  await picture(page, 'two-hospitals-bill')
  await page.getByRole('button', { name: /^付 ¥/ }).click()
  await page.getByRole('button', { name: '付款 Pay' }).click()
  const back = page.getByRole('link', { name: /返回六心/ })
  if (await back.isVisible().catch(() => false)) await back.click()
  await page.getByText('余额 ¥20.00、微信支付 ¥241.00').waitFor()
  await picture(page, 'two-hospitals-paid')
  await expect.poll(async () => (await read()).insurer.state, { timeout: 60_000 }).toBe('settled')

  // One item is given back: asked for at one window, looked at by a second person at another.
  const [window, second] = [await walk.screen({ width: 1280, height: 800 }), await walk.screen({ width: 1280, height: 800 })]
  await Promise.all([signInStaff(window, 'cashier'), signInStaff(second, 'cashier2')])
  await openWindow(window, phoneOf(person))
  await window.getByRole('row', { name: /结核感染T细胞检测/ }).getByRole('button', { name: '退费' }).click()
  await window.getByRole('dialog').getByRole('textbox').fill('标本没有采，医生已停')
  await picture(window, 'two-hospitals-refund-asked')
  await window.getByRole('dialog').getByRole('button', { name: '送去复核' }).click()
  await window.getByRole('dialog').waitFor({ state: 'detached' })
  await openWindow(second, phoneOf(person))
  await second.getByRole('button', { name: /等您复核/ }).click()
  await picture(second, 'two-hospitals-refund-to-review')
  await second.getByRole('dialog').getByRole('button', { name: /^同意退/ }).click()
  await expect.poll(async () => (await read()).refunds.map((one) => `${one.channel} ${one.amountCents} ${one.state}`).toSorted(), { timeout: 60_000 })
    .toEqual(['prepaid 1839 succeeded', 'wechatpay 22161 succeeded'])
  await expect.poll(async () => (await read()).insurer, { timeout: 60_000 }).toMatchObject({ state: 'settled', fundCents: 4400 })
  await visit(page, bill)
  await page.getByText('余额 ¥20.00、微信支付 ¥241.00').waitFor()
  await page.getByText('退回余额').first().waitFor()
  await picture(page, 'two-hospitals-refunded')
  await visit(page, '/wallet/statement')
  await page.getByText('¥18.39').first().waitFor()
  await picture(page, 'two-hospitals-statement')
})
