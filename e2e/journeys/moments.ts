import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { checkInCode } from '#region/generate/places.ts'
import { visit } from './browser.ts'

export interface Booked {
  readonly institutionId: string
  readonly visitId: string
}

/** Finds the doctor by name, takes today's first free time, or the last, and keeps it. */
export async function book(page: Page, doctor: string, which: 'first' | 'last' = 'first'): Promise<Booked> {
  await visit(page, `/doctors?q=${encodeURIComponent(doctor)}`)
  await page.getByRole('link', { name: new RegExp(doctor) }).first().click()
  await page.locator('.slot[data-s="free"]:not([disabled])')[which]().click()
  await page.getByRole('button', { name: /约这个时间|Book this time/ }).click()
  await page.waitForURL(/\/booked$/)
  const [, , institutionId = '', visitId = ''] = new URL(page.url()).pathname.split('/')
  return { institutionId, visitId }
}

/** Scans the code on the wall of the hospital, and waits until there is a number. */
export async function checkIn(page: Page, { institutionId, visitId }: Booked): Promise<string> {
  await visit(page, `/check-in/${checkInCode('linxi', Number(institutionId), 1)}`)
  await page.getByRole('button', { name: /^(签到|Check in)/ }).click()
  await page.waitForURL(new RegExp(visitId))
  return number(page)
}

/** The patient's number, as the visit's page shows it. */
export async function number(page: Page): Promise<string> {
  const shown = page.getByText(/^[A-Z]{1,2}\d{3}\b/).first()
  await shown.waitFor()
  return (await shown.innerText()).slice(0, 5).trim().replace(/\W.*/u, '')
}

/** At the desk: sits down where the doctor usually sits. Whoever a broken journey left in there goes to wait for results. */
export async function sitDown(desk: Page): Promise<void> {
  await visit(desk, '/staff/consulting')
  const usual = desk.getByRole('button', { name: '去常用的诊室' })
  const line = desk.getByRole('group', { name: '候诊队列' }).first()
  await usual.or(line).first().waitFor()
  if (await usual.isVisible()) await usual.click()
  await line.waitFor()
  const called = desk.getByRole('button', { name: '过号' })
  const serving = desk.getByRole('button', { name: '先查，等结果回诊' })
  const free = desk.getByRole('heading', { name: '先叫一位病人' })
  await called.or(serving).or(free).first().waitFor()
  for (const leftBehind of [called, serving]) if (await leftBehind.isVisible()) await leftBehind.click()
  await free.waitFor()
}

/** Calls until this person's number is called; whoever is called before did not come, and passes. */
export async function callUntil(desk: Page, label: string): Promise<void> {
  for (let called = 0; called < 20; called++) {
    await desk.getByRole('button', { name: /^叫下一位/ }).click()
    const pass = desk.getByRole('button', { name: '过号' })
    await pass.waitFor()
    if (await desk.locator('.card--solid').getByText(label, { exact: true }).isVisible()) return
    await pass.click()
    await pass.waitFor({ state: 'detached' })
  }
  throw new Error(`${label} was never called`)
}

/** The patient has come in: the note opens and takes the keyboard. */
export async function begin(desk: Page): Promise<void> {
  await desk.keyboard.press('F2')
  await desk.getByRole('textbox', { name: '主诉' }).waitFor()
}

/** Writes what the note needs to be signed, with the keyboard alone, and waits until it is kept. */
export async function writeNote(desk: Page, { complaint, advice }: { readonly complaint: string; readonly advice: string }): Promise<void> {
  const field = (name: string) => desk.getByRole('textbox', { name, exact: true })
  await expect.poll(() => desk.evaluate<string>('document.activeElement.labels?.[0]?.textContent'), { timeout: 15_000 }).toBe('主诉')
  await desk.keyboard.type(complaint)
  const diagnosis = desk.getByRole('combobox', { name: '加诊断' })
  await diagnosis.focus()
  await desk.keyboard.type('gxy')
  await desk.keyboard.press('Enter')
  await desk.locator('.consulting-diagnoses li').first().waitFor()
  await field('交代病人').fill(advice)
  await desk.getByText(/已自动保存/).waitFor()
}

/** Orders the first thing the price list has for these letters, and answers with its name. */
export async function order(desk: Page, letters: string): Promise<string> {
  await desk.keyboard.press('F4')
  await desk.keyboard.type(letters)
  await desk.keyboard.press('Enter')
  const place = desk.getByRole('button', { name: '开上' })
  await place.waitFor()
  const dose = desk.getByRole('textbox', { name: '每次' })
  if (await dose.isVisible()) await dose.fill('1 片')
  await place.click()
  await place.waitFor({ state: 'detached' })
  return desk.locator('.consulting-orders b').last().innerText()
}

/** Signs and finishes with F8 and Enter. */
export async function finish(desk: Page, name: string): Promise<void> {
  // The keys of the desk rest while a sheet is open.
  await desk.locator('dialog[open]').waitFor({ state: 'detached' })
  await desk.keyboard.press('F8')
  await desk.getByRole('button', { name: '签名并结束' }).waitFor()
  await desk.keyboard.press('Enter')
  await desk.getByText(`${name}看完了。`).waitFor()
}

/** Pays what is due from the phone, at the simulated payer's page, and comes back. Answers with what was paid. */
export async function pay(page: Page, { institutionId, visitId }: Booked): Promise<string> {
  await visit(page, `/bills/${institutionId}/${visitId}`)
  const act = page.getByRole('button', { name: /^(付|Pay) ¥/ })
  // The insurer is asked first where there is one; until it has answered nothing is paid.
  await expect.poll(() => act.isEnabled(), { timeout: 20_000 }).toBe(true)
  const amount = (await act.innerText()).replace(/^.*¥/, '¥').trim()
  await act.click()
  await page.getByRole('button', { name: '付款 Pay' }).click()
  const back = page.getByRole('link', { name: /返回六心/ })
  if (await back.isVisible().catch(() => false)) await back.click()
  await page.getByText(new RegExp(`付好了，${amount.replace('.', '\\.')}`)).waitFor()
  return amount
}
