import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cookie, Page } from 'playwright-core'
import { inject } from 'vitest'
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

/** What the browsers of this product's staff keep of their sign-ins: from file to file, since each file is a process of its own. */
const kept = () => join(tmpdir(), `liuxin-journeys-${new URL(inject('productUrl')).port}.json`)
const readKept = (): Record<string, Cookie[]> => (existsSync(kept()) ? JSON.parse(readFileSync(kept(), 'utf8')) as Record<string, Cookie[]> : {})

/**
 * Signs staff in with password and second factor; whoever did so in an earlier journey sits down at another screen of theirs. A code is
 * good once, so that everybody who signed in anew would wait for the next half minute.
 */
export async function signInStaff(page: Page, username: string): Promise<void> {
  const before = readKept()[username]
  if (before) {
    await page.context().addCookies(before)
    const { stage } = await (await page.request.get(new URL('/api/access/session', inject('productUrl')).href, { headers: { referer: new URL('/staff/', inject('productUrl')).href } })).json() as { stage: string }
    if (stage === 'full') return visit(page, '/staff/')
  }
  await withPasswordAndCode(page, username)
  const cookies = (await page.context().cookies()).filter(({ name }) => name === 'liuxin_desk')
  writeFileSync(kept(), JSON.stringify({ ...readKept(), [username]: cookies }))
}

async function withPasswordAndCode(page: Page, username: string): Promise<void> {
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
