import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { faultsOf } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()
/** The page as it stands: a picture of it, nothing serious found by axe. */
async function isInOrder(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator('.bones').count(), { timeout: 20_000 }).toBe(0)
  await picture(page, `release-${name}`)
  expect(await faultsOf(page)).toEqual([])
}

const now = async (page: Page) => Date.parse(((await (await page.request.get('/api/platform/clock')).json()) as { now: string }).now)

interface Free { readonly serviceId: number; readonly day: string }

/** Two clinics of the demonstration's hospital with free times on a later day. */
async function freeClinics(page: Page): Promise<Free[]> {
  const later = new Date((await now(page)) + 2 * 86_400_000).toISOString().slice(0, 10)
  const { openings } = (await (await page.request.get('/api/booking/openings?institutionId=101&limit=50&offset=8')).json()) as { openings: { serviceId: number }[] }
  const found: Free[] = []
  for (const { serviceId } of openings) {
    const { days } = (await (await page.request.get(`/api/booking/services/101/${serviceId}`)).json()) as { days: { day: string; state: string; left: number }[] }
    const free = days.find((one) => one.state === 'free' && one.day > later && one.left >= 4)
    if (free) found.push({ serviceId, day: free.day })
    if (found.length === 2) break
  }
  return found
}

async function plan(desk: Page, path: string, data: object): Promise<string> {
  const reply = await desk.request.post(path, { data, headers: { 'idempotency-key': crypto.randomUUID() } })
  expect(reply.status(), await reply.text()).toBe(201)
  return ((await reply.json()) as { id: string }).id
}

describe('release without a stampede (P3)', () => {
  test('somebody waits, is called, chooses in peace and books; the office watches; anybody can check the draw', async () => {
    const desk = await walk.screen()
    await signInStaff(desk, 'admin')
    const [clinic, drawn] = await freeClinics(desk)
    const at = await now(desk)
    const id = await plan(desk, '/api/release/openings', { departmentId: null, serviceId: clinic!.serviceId, day: clinic!.day, opensAt: new Date(at + 45_000).toISOString(), minutesBefore: 5 })
    const page = await walk.phone()
    await signIn(page, phoneOf(91))
    await visit(page, `/doctors/101/${clinic!.serviceId}?day=${clinic!.day}`)
    await page.getByRole('link', { name: '去候场' }).click()
    await page.getByRole('button', { name: '进候场' }).click()
    await page.getByText('您已经在候场里了').waitFor()
    await isInOrder(page, 'before-the-opening')
    await visit(desk, '/staff/release')
    await desk.getByText('候场中').first().waitFor()
    await isInOrder(desk, 'desk')
    await page.getByRole('button', { name: '进去选号' }).waitFor({ timeout: 120_000 })
    await isInOrder(page, 'my-turn')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: '进去选号' }).press('Enter')
    await page.getByRole('button', { name: '去选时间' }).click()
    await page.getByText(/轮到您选号了/).waitFor()
    await page.locator('.slot[data-s="free"]:not([disabled])').last().click()
    await page.getByRole('button', { name: /约这个时间/ }).click()
    await page.waitForURL(/\/booked$/)
    await visit(page, `/openings/101/${id}/draw`)
    await page.getByRole('button', { name: '在我的手机上重算一遍' }).click()
    await page.getByText('对得上').waitFor()
    await isInOrder(page, 'the-draw')

    const moment = await now(desk)
    const times = { appliesFrom: new Date(moment).toISOString(), appliesUntil: new Date(moment + 40_000).toISOString(), drawsAt: new Date(moment + 40_000).toISOString() }
    const drawId = await plan(desk, '/api/lottery/draws', { serviceId: drawn!.serviceId, firstDay: drawn!.day, lastDay: drawn!.day, confirmMinutes: 10, ...times })
    await visit(page, `/draws/101/${drawId}`)
    await isInOrder(page, 'a-draw')
    await page.getByRole('button', { name: /^给.*报名$/ }).first().click()
    await page.getByText(/已经报名/).waitFor()
    await isInOrder(page, 'applied')
    await visit(desk, '/staff/draws')
    await isInOrder(desk, 'desk-draws')
    await page.getByRole('button', { name: '就这个时间' }).waitFor({ timeout: 120_000 })
    await isInOrder(page, 'drawn')
    await page.locator('.slot[data-s="free"]').first().click()
    await page.getByRole('button', { name: '就这个时间' }).click()
    await page.waitForURL(/\/booked$/)
    await visit(page, `/draws/101/${drawId}/order`)
    await page.getByRole('button', { name: '在我的手机上重算一遍' }).click()
    await page.getByText('对得上').waitFor()
    await isInOrder(page, 'the-order')
  })
})
