import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { picture, visit, walker } from '../browser.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core finds wrong, serious or worse, and whether the page has to be scrolled sideways. */
async function check(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.locator('.bones').count(), { timeout: 20_000 }).toBe(0)
  await picture(page, name)
  await page.evaluate(axe)
  const found = await page.evaluate<{ id: string; impact: string; nodes: { target: string[] }[] }[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`)
  const faults = found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.target.join(' ') ?? ''}`)
  if (await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1')) faults.push(`${name} scrolls sideways`)
  expect(faults).toEqual([])
}

interface Reply { readonly days: { readonly day: string; readonly state: string }[]; readonly place: { readonly departmentId: number; readonly practitioner: { readonly name: string } | null } }
const read = async <T>(page: Page, path: string) => (await (await page.request.get(path)).json()) as T

/** Books the last free time of a doctor's clinic some days ahead, for the owner of the phone. */
async function bookAhead(page: Page, serviceId: number): Promise<{ id: string; day: string; departmentId: number; doctor: string }> {
  const service = await read<Reply>(page, `/api/booking/services/101/${serviceId}`)
  const { day } = service.days.filter((one) => one.state === 'free').at(4)!
  const { periods } = await read<{ periods: { periodId: number; state: string }[] }>(page, `/api/booking/services/101/${serviceId}/periods?day=${day}`)
  const { person } = await read<{ person: { personId: string } }>(page, '/api/access/session')
  const reply = await page.request.post('/api/booking/appointments', {
    headers: { 'idempotency-key': `suspension-journey-${serviceId}-${day}` },
    data: { institutionId: 101, periodId: periods.findLast((one) => one.state === 'free')!.periodId, pool: 'public', personId: person.personId },
  })
  expect(reply.status()).toBe(201)
  return { id: ((await reply.json()) as { id: string }).id, day, departmentId: service.place.departmentId, doctor: service.place.practitioner?.name ?? '' }
}

test('P2 a clinic is cancelled: the office sees whom it touches, the patient is told, keeps a place, and has a new time with one tap', async () => {
  const phone = await walk.phone()
  await signIn(phone, phoneOf(104))
  const booked = await bookAhead(phone, 4)
  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'admin')
  await visit(desk, '/staff/suspensions')
  await check(desk, 'suspensions-none')
  await desk.getByRole('button', { name: '新的停诊' }).click()
  await desk.getByLabel('科室').selectOption(String(booked.departmentId))
  await desk.getByLabel('从', { exact: true }).fill(booked.day)
  const session = desk.locator('.suspension-sessions > li', { hasText: booked.doctor }).filter({ hasText: '1 人' }).first()
  await session.getByRole('checkbox').first().check()
  await check(desk, 'suspension-new')
  await desk.getByRole('button', { name: '停诊并通知 1 人' }).click()
  await desk.getByText('已发短信').first().waitFor()
  await check(desk, 'suspension-people')
  await desk.getByRole('button', { name: '打电话' }).click()
  await desk.getByRole('button', { name: '没人接' }).click()
  await desk.getByRole('list', { name: '之前的电话' }).waitFor()
  await check(desk, 'suspension-call')
  await desk.keyboard.press('Escape')

  await visit(phone, '/')
  await phone.getByRole('link', { name: '选新的时间' }).click()
  await phone.getByRole('button', { name: /就约这个/ }).first().waitFor()
  await check(phone, 'suspension-patient')
  const signedIn = await phone.context().storageState()
  for (const { name, options } of [{ name: 'elder', options: { elder: true } }, { name: 'en', options: { language: 'en' as const } }]) {
    const other = await walk.phone({ ...options, signedIn })
    await visit(other, `/suspensions/101/${booked.id}`)
    await other.getByRole('button', { name: /就约这个|Take this one/ }).first().waitFor()
    await check(other, `suspension-patient-${name}`)
  }
  // With the keyboard alone.
  await phone.getByRole('button', { name: /就约这个/ }).first().focus()
  await phone.keyboard.press('Enter')
  await phone.waitForURL(/\/booked$/)
  await desk.getByText('已改约').first().waitFor()
  await visit(phone, `/suspensions/101/${booked.id}`)
  await phone.getByText('已经约好新的时间。').waitFor()
  await check(phone, 'suspension-patient-rebooked')
})

test('P3 the office sees each clinic’s pools, why a unit is where it is, changes a ladder, borrows a unit, and reads indicator 2', async () => {
  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'admin')
  await visit(desk, '/staff/pools')
  await desk.locator('.fill-cell').first().waitFor()
  await check(desk, 'pools-fill')
  await desk.locator('.fill-cell').nth(3).click()
  // Until it is chosen, the story beside it is still the first one's.
  await desk.locator('.fill-cell').nth(3).and(desk.locator('[aria-pressed=true]')).waitFor()
  await desk.locator('.story summary').nth(2).click()
  const period = desk.locator('.story details[open]')
  await period.getByText(/排班时放了/).waitFor()
  await period.getByRole('button', { name: '调号' }).click()
  await desk.getByLabel('从', { exact: true }).selectOption('public')
  await desk.getByLabel('调到').selectOption('revisit')
  await desk.getByLabel('原因').fill('复诊患者集中')
  await check(desk, 'pools-move')
  await desk.getByRole('button', { name: '调过去' }).click()
  await period.getByText(/复诊患者集中/).waitFor()
  await check(desk, 'pools-story')

  await visit(desk, '/staff/pools/rules')
  await desk.getByRole('button', { name: /修改 家庭医生/ }).click()
  await desk.getByRole('button', { name: '加一步' }).click()
  await check(desk, 'pools-edit')
  await desk.getByRole('button', { name: '保存' }).click()
  await desk.getByRole('region', { name: '家庭医生' }).getByRole('listitem').nth(1).waitFor()
  await check(desk, 'pools-rules')

  await visit(desk, '/staff/pools/released')
  await desk.locator('.released-chart svg').waitFor()
  await check(desk, 'pools-released')
  const file = desk.waitForEvent('download')
  await desk.getByRole('link', { name: '下载 CSV' }).click()
  expect((await file).suggestedFilename()).toMatch(/^indicator-2-101-.*\.csv$/)
  const english = await walk.screen({ language: 'en', width: 1280, height: 800 })
  await english.context().addCookies((await desk.context().cookies()).filter(({ name }) => name !== 'lang'))
  for (const path of ['', '/rules', '/released']) {
    await visit(english, `/staff/pools${path}`)
    await english.locator('h1').first().waitFor()
    await check(english, `pools-en${path.replace('/', '-')}`)
  }
})
