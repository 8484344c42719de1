import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faultsOf, sizeFaultsOf } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()

/** Moves the keyboard on until it stands on what is called so; a person with a keyboard has no other way. */
async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let pressed = 0; pressed < 120; pressed += 1) {
    const words = await page.evaluate<string>(`(() => { const one = document.activeElement; if (!one.matches('a, button, input, select, textarea, summary')) return ''; return one.getAttribute('aria-label') || [...(one.labels ?? [])].map((label) => label.innerText).join(' ') || one.innerText || '' })()`)
    if (name.test(words.replaceAll(/\s+/g, ' '))) return
    await page.keyboard.press(key)
  }
  throw new Error(`the keyboard never came to ${name}`)
}

test('O10 a whole booking by keyboard alone, in elder mode: found, chosen, kept', async () => {
  const page = await walk.phone({ elder: true })
  await signIn(page, phoneOf(120))
  await visit(page, '/')
  await tabTo(page, /挂号/)
  await page.keyboard.press('Enter')
  await page.getByRole('searchbox').waitFor()
  await tabTo(page, /^说病、症状/)
  await page.keyboard.type('林知夏')
  await page.getByRole('link', { name: /林知夏/ }).first().waitFor()
  await tabTo(page, /林知夏 .*(主任|医师|¥)/)
  await page.keyboard.press('Enter')
  await page.locator('.slot[data-s="free"]').first().waitFor()
  await tabTo(page, /^\d{1,2}:\d{2}.*余/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '对，就约这个' }).waitFor()
  await tabTo(page, /对，就约这个/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/booked$/)
  await page.getByText('约好了').first().waitFor()
  await picture(page, 'assisted-keyboard-booked')
  expect([...(await faultsOf(page)), ...(await sizeFaultsOf(page))]).toEqual([])
})

/** At the desk: chooses a thing on the other's page by its name, from the list of what can be pressed or filled. */
async function choose(desk: Page, name: RegExp): Promise<void> {
  const list = desk.getByLabel('点页面上的一处，或从这里选')
  // Asked in one go: the list changes while the page does.
  const value = () => list.locator('option').evaluateAll((options, words) => (options as unknown as { textContent: string; value: string }[]).find((one) => one.value !== '' && new RegExp(words).test(one.textContent))?.value, name.source)
  await expect.poll(value, { timeout: 20_000 }).toBeDefined()
  await list.selectOption((await value()) ?? '')
}
async function proposePress(desk: Page, page: Page, name: RegExp): Promise<void> {
  await choose(desk, name)
  await desk.getByRole('button', { name: '建议按这里' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '按', exact: true }).click()
  await desk.getByText('对方同意了，已经做了。').waitFor()
}

test('O10 a whole booking with a helper on the same page: they point and propose, the patient presses yes, and ends it', async () => {
  const page = await walk.phone({ elder: true })
  await signIn(page, phoneOf(121))
  await visit(page, '/doctors')
  await page.getByRole('button', { name: '叫人帮忙' }).click()
  await page.getByRole('link', { name: /看着这一页帮我/ }).click()
  await page.getByRole('button', { name: '要一个号码' }).click()
  const code = (await page.locator('.assistance-code').innerText()).replaceAll(/\D/g, '')
  expect(code).toMatch(/^\d{6}$/)
  await picture(page, 'assisted-code')

  const desk = await walk.screen()
  await signInStaff(desk, 'nurse')
  await visit(desk, '/staff/assist')
  await desk.getByLabel('6 个数字').fill(code)
  await desk.getByRole('button', { name: '开始帮忙' }).click()
  await desk.getByText(/^等 .* 同意/).waitFor()
  const asks = page.getByRole('dialog')
  await asks.getByText('医院的工作人员或志愿者').waitFor()
  await picture(page, 'assisted-agree')
  await asks.getByRole('button', { name: '同意，让对方看' }).click()
  await page.getByText(/正在看这一页/).waitFor()
  await page.waitForURL(/\/doctors/)

  // The helper sees the page, and proposes the words to search with; nothing happens before the patient's own press.
  const seen = desk.frameLocator('iframe')
  await seen.getByRole('heading', { level: 1 }).filter({ hasText: '找医生' }).waitFor()
  await choose(desk, /^说病、症状/)
  await desk.getByLabel('要填的内容').fill('林知夏')
  await desk.getByRole('button', { name: '建议填上' }).click()
  await page.getByRole('dialog').getByText('林知夏').waitFor()
  expect(await page.getByRole('searchbox').inputValue()).toBe('')
  await picture(page, 'assisted-proposal')
  await page.getByRole('dialog').getByRole('button', { name: '填上' }).click()
  await page.getByRole('link', { name: /林知夏/ }).first().waitFor()

  // A ring shows where; then the doctor, a time and the booking, each with the patient's yes.
  await choose(desk, /林知夏 .*(主任|医师|¥)|林知夏.*¥/)
  await desk.getByRole('button', { name: '指给对方看' }).click()
  await page.locator('.assistance-ring').waitFor()
  await picture(page, 'assisted-ring')
  await picture(desk, 'assisted-desk')
  expect([...(await faultsOf(page)), ...(await sizeFaultsOf(page)), ...(await faultsOf(desk))]).toEqual([])
  await proposePress(desk, page, /林知夏.*¥/)
  await page.locator('.slot[data-s="free"]').first().waitFor()
  await proposePress(desk, page, /^\d{1,2}:\d{2}.*余/)
  await proposePress(desk, page, /对，就约这个/)
  await page.waitForURL(/\/booked$/)
  await seen.getByText('约好了').first().waitFor()

  // Pages of the person alone are not sent, and one press ends it at both ends.
  await visit(page, '/code')
  await page.getByText('这一页对方看不到').waitFor()
  await desk.getByText(/打开了您看不到的一页/).waitFor()
  await page.getByRole('button', { name: '结束', exact: true }).click()
  await desk.getByText('对方结束了。').waitFor()
  await page.getByText('帮忙结束了，对方看不到了。').waitFor()
  await visit(page, '/assist/past')
  await page.getByText('按“对，就约这个”').waitFor()
  await picture(page, 'assisted-past')
  expect([...(await faultsOf(page)), ...(await sizeFaultsOf(page))]).toEqual([])
})
