import type { Page } from 'playwright-core'
import { DEMO_PASSWORD } from '#region/data/demo-people.ts'
import { personAt } from '#region/generate/persons.ts'
import { visit } from './browser.ts'

/** A person of the sample region with a phone. Every journey takes its own, so that none meets another's appointments. */
export function phoneOf(index: number): string {
  const { phone } = personAt('linxi', index)
  if (!phone) throw new Error(`person ${index} has no phone`)
  return phone
}

/** Signs a patient in with phone and code; the code comes from the demonstration's messages. */
export async function signIn(page: Page, phone: string): Promise<void> {
  await visit(page, '/sign-in?next=/')
  await page.getByRole('textbox', { name: /手机号|Mobile/ }).fill(phone)
  const fill = page.getByRole('button', { name: /填上演示的码|Fill/ })
  // A phone gets a code a minute: whoever is asked for again at once waits for the next.
  for (let attempt = 0; attempt < 8; attempt++) {
    await page.getByRole('button', { name: /发验证码|Send/ }).click({ timeout: 5_000 }).catch(() => undefined)
    if (await fill.waitFor({ timeout: 10_000 }).then(() => true, () => false)) break
  }
  await fill.click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** Signs staff in with password and second factor. A code is good once, so somebody who was just here waits for the next. */
export async function signInStaff(page: Page, username: string): Promise<void> {
  await visit(page, '/staff/sign-in')
  await page.getByLabel(/用户名|User ?name/).fill(username)
  await page.getByLabel(/密码|Password/).fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: /下一步|Next|Continue/ }).click()
  const fill = page.getByRole('button', { name: /填上演示的码|Fill/ })
  const isIn = () => page.waitForURL((url) => !url.pathname.endsWith('/sign-in'), { timeout: 4_000 }).then(() => true, () => false)
  for (let attempt = 0; attempt < 15; attempt++) {
    await fill.click()
    if (await isIn()) return
  }
  throw new Error(`${username} could not sign in`)
}
