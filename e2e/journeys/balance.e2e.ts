import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { personAt } from '#region/generate/persons.ts'
import { checkPages } from './axe.ts'
import { picture, visit, walker } from './browser.ts'
import { phoneOf, signIn, signInStaff } from './people.ts'

const walk = walker()
const owner = Array.from({ length: 60 }, (_, i) => 301 + i).find((index) => personAt('linxi', index).insurance === 'self-pay' && personAt('linxi', index).phone)!

interface Read {
  readonly dueCents: number
  readonly refunds: readonly { readonly channel: string; readonly state: string; readonly amountCents: number }[]
}

/** At the window of the first hospital: whoever shows this health code is the person to serve. */
async function serve(window: Page, code: string): Promise<void> {
  await visit(window, '/staff/cashier')
  const begin = window.getByRole('button', { name: '开始收费' })
  const box = window.getByRole('searchbox')
  await begin.or(box).first().waitFor()
  if (await begin.isVisible()) {
    await window.getByLabel('窗口', { exact: false }).first().fill('3 号窗口')
    await begin.click()
  }
  await box.fill(code)
  await window.keyboard.press('Enter')
  await window.getByRole('button', { name: '换一个人' }).waitFor()
}

test('O2 cash put aside at one hospital pays a part at another, the phone the rest; what is cancelled goes back to both, and every line says so', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(owner))
  await visit(page, '/code')
  const code = (await page.locator('.people-code__digits').innerText()).replaceAll(/\D/g, '')

  const window = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(window, 'cashier')
  await serve(window, code)
  await window.getByRole('button', { name: '充值' }).click()
  await window.getByLabel('充多少（元）').fill('10')
  await window.getByLabel('收到').last().fill('20')
  await picture(window, 'balance-window-top-up')
  await window.getByRole('button', { name: '收 ¥10.00，打收据' }).click()
  await window.getByText('已充值 ¥10.00').waitFor()
  await window.getByText('¥10.00', { exact: true }).waitFor()
  await picture(window, 'balance-window-topped-up')
  // The receipt is being printed there; the rest happens on the phone.
  await window.close()

  await visit(page, '/doctors/102/3')
  await page.locator('.slot[data-s="free"]:not([disabled])').last().click()
  await page.getByRole('button', { name: '约这个时间' }).click()
  await page.waitForURL(/\/booked$/)
  const [, , , visitId = ''] = new URL(page.url()).pathname.split('/')
  const read = async () => {
    const answer = await page.request.get(`/api/billing/bills/102/${visitId}`)
    return answer.ok() ? ((await answer.json()) as Read) : undefined
  }
  await expect.poll(async () => (await read())?.dueCents ?? 0, { timeout: 60_000 }).toBeGreaterThan(1000)
  const { dueCents } = (await read())!
  const yuan = (cents: number) => `¥${(cents / 100).toFixed(2)}`
  await visit(page, `/bills/102/${visitId}`)
  await page.getByRole('checkbox', { name: /用余额付/ }).check()
  await page.getByText(`余额付 ¥10.00，手机再付 ${yuan(dueCents - 1000)}`).waitFor()
  await picture(page, 'balance-bill')
  await page.getByRole('button', { name: /^付 ¥/ }).click()
  await page.getByRole('button', { name: '付款 Pay' }).click()
  const back = page.getByRole('link', { name: /返回六心/ })
  if (await back.isVisible().catch(() => false)) await back.click()
  await page.getByText(`余额 ¥10.00、微信支付 ${yuan(dueCents - 1000)}`).waitFor()
  await picture(page, 'balance-paid')

  await visit(page, `/appointments/102/${visitId}`)
  await page.getByRole('button', { name: '取消预约' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '取消预约' }).click()
  await expect.poll(async () => (await read())?.refunds.map((refund) => `${refund.channel} ${refund.amountCents} ${refund.state}`).toSorted(), { timeout: 90_000 })
    .toEqual(['prepaid 1000 succeeded', `wechatpay ${dueCents - 1000} succeeded`])
  await visit(page, `/bills/102/${visitId}`)
  await page.getByText('退回余额').waitFor()
  await picture(page, 'balance-refunded')
  await checkPages(page, 'balance', { wallet: '/wallet', statement: '/wallet/statement', 'top-up': '/wallet/top-up', withdraw: '/wallet/withdraw', code: '/wallet/code' })
  await visit(page, '/wallet/statement')
  for (const line of ['在临溪市中心医院充值', '在临溪大学附属第一医院付款', '临溪大学附属第一医院退回余额']) await page.getByText(line).waitFor()
  const signedIn = await page.context().storageState()
  for (const mode of [{ language: 'en', elder: false }, { language: 'zh-CN', elder: true }] as const) {
    const other = await walk.phone({ ...mode, signedIn })
    await other.setViewportSize({ width: 320, height: 640 })
    await checkPages(other, `balance-${mode.language}-${mode.elder}`, { wallet: '/wallet', statement: '/wallet/statement', 'top-up': '/wallet/top-up', withdraw: '/wallet/withdraw', code: '/wallet/code' })
  }
})

test('O2 a top-up by phone, a withdrawal, and payment at a window with the figures on the phone', async () => {
  const page = await walk.phone()
  await signIn(page, phoneOf(nextPerson()))
  await visit(page, '/wallet')
  await page.getByRole('link', { name: '充值' }).click()
  await page.getByRole('button', { name: '¥200', exact: true }).click()
  await page.getByRole('button', { name: '充值 ¥200.00' }).click()
  await page.getByRole('button', { name: '付款 Pay' }).click()
  const back = page.getByRole('link', { name: /返回六心/ })
  if (await back.isVisible().catch(() => false)) await back.click()
  await page.getByText('已充值 ¥200.00').waitFor()
  await picture(page, 'balance-topped-up')
  await visit(page, '/wallet/withdraw')
  await page.getByLabel('提多少（元）').fill('50')
  await page.getByRole('button', { name: '提现 ¥50.00' }).click()
  await page.getByText('已退回').waitFor({ timeout: 20_000 })
  await picture(page, 'balance-withdrawn')

  await visit(page, '/doctors/101/3')
  await page.locator('.slot[data-s="free"]:not([disabled])').last().click()
  await page.getByRole('button', { name: '约这个时间' }).click()
  await page.waitForURL(/\/booked$/)
  await visit(page, '/code')
  const code = (await page.locator('.people-code__digits').innerText()).replaceAll(/\D/g, '')
  await visit(page, '/wallet/code')
  const figures = await page.locator('.wallet-code__digits').innerText()
  const window = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(window, 'cashier')
  await serve(window, code)
  await window.getByRole('button', { name: /^余额/ }).click()
  await window.getByLabel('付款数字').fill(figures)
  await picture(window, 'balance-window-code')
  await window.keyboard.press('Enter')
  await window.getByText('¥150.00').waitFor()
  await picture(window, 'balance-window-shown')
  await window.getByRole('button', { name: /^从余额收/ }).click()
  await window.getByText(/^收好了|已收/).first().waitFor()
  await picture(window, 'balance-window-taken')
})

function nextPerson(): number {
  return Array.from({ length: 60 }, (_, i) => owner + 1 + i).find((index) => personAt('linxi', index).phone)!
}
