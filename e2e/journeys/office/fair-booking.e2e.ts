import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { DEMO_HOSPITAL } from '#region/data/demo-people.ts'
import { driveBots } from '#region/simulate/bots.ts'
import { newCounts, openSession, type Session } from '#region/simulate/client.ts'
import { signInStaff as signInSession } from '#region/simulate/sign-in.ts'
import { findSupply } from '#region/simulate/supply.ts'
import { checkPages, faultsOf } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { phoneOf, signIn, signInStaff } from '../people.ts'

const walk = walker()
const newAdmin = async (): Promise<Session> => {
  const session = openSession(inject('productUrl'), newCounts(), 'api')
  await signInSession(session, 'admin')
  return session
}
const dayAfter = (iso: string, days: number) => new Date(Date.parse(iso) + (8 + 24 * days) * 3_600_000).toISOString().slice(0, 10)

/** Sends as the page would, with the phone's own sign-in. */
const post = async (page: Page, path: string, data: object) => {
  const reply = await page.request.post(path, { data, headers: { 'idempotency-key': crypto.randomUUID() } })
  return { status: reply.status(), body: (await reply.json()) as { id: string } }
}

/** Three visits of tomorrow given back late this evening, by a moved clock: the third closes booking on line for a month. */
async function givesBackLate(page: Page, admin: Session): Promise<void> {
  const { now } = await admin.get<{ now: string }>('/api/platform/clock')
  const supply = await findSupply(admin, [DEMO_HOSPITAL], dayAfter(now, 1))
  const me = (await (await page.request.get('/api/access/session')).json()) as { person: { personId: string } }
  const booked: string[] = []
  const evening = Math.max(Date.parse(now) + 40 * 60_000, Date.parse(`${dayAfter(now, 0)}T21:05:00+08:00`))
  // Towards midnight the evening is tomorrow already: what is given back must still lie ahead of it.
  for (const unit of supply.filter(({ startsAt }) => Date.parse(startsAt) > evening + 3_600_000)) {
    if (booked.length === 3) break
    const { status, body } = await post(page, '/api/booking/appointments', { institutionId: DEMO_HOSPITAL, periodId: unit.periodId, personId: me.person.personId })
    if (status === 201) booked.push(body.id)
  }
  expect(booked).toHaveLength(3)
  await admin.send('PUT', '/api/platform/clock', { now: new Date(evening).toISOString(), rate: 1 })
  // Every process follows the moved clock within a moment.
  await expect.poll(async () => Date.parse((await admin.get<{ now: string }>('/api/platform/clock')).now), { timeout: 20_000 }).toBeGreaterThanOrEqual(evening)
  for (const id of booked) expect((await post(page, `/api/booking/appointments/${DEMO_HOSPITAL}/${id}/cancel`, { reason: '' })).status).toBe(200)
  await expect.poll(async () => ((await (await page.request.get('/api/fairness/standings')).json()) as { restrictions: unknown[] }[])[0]?.restrictions.length, { timeout: 60_000 }).toBe(1)
}

test('P3 whoever is stopped reads why, until when and what still works, says what happened, and a person lets them back', async () => {
  const admin = await newAdmin()
  const page = await walk.phone()
  await signIn(page, phoneOf(108))
  await checkPages(page, 'fair', { 'nothing-counts': '/me/online-booking' })
  await page.getByText('您可以在线预约').waitFor()
  try {
    await givesBackLate(page, admin)
    await checkPages(page, 'fair', { stopped: '/me/online-booking' })
    await page.getByText(/线上预约暂停到/).waitFor()
    await page.getByText('到窗口预约').waitFor()
    const english = await walk.phone({ language: 'en', elder: true, signedIn: await page.context().storageState() })
    await english.request.put('/api/access/preferences', { data: { language: 'en', textSize: 2 }, headers: { 'idempotency-key': crypto.randomUUID() } })
    await checkPages(english, 'fair-en-elder', { stopped: '/me/online-booking' })
    await page.getByRole('button', { name: '说明情况' }).first().click()
    await page.getByLabel('突发急事').check()
    await page.getByLabel('请您说说').fill('孩子半夜发烧，送去了急诊。')
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByText(/已提交/).waitFor()

    const desk = await walk.screen({ width: 1280, height: 800 })
    await signInStaff(desk, 'admin')
    await checkPages(desk, 'fair-desk', { appeals: '/staff/fairness', incidents: '/staff/fairness?tab=incidents' })
    await visit(desk, '/staff/fairness')
    await desk.locator('.pane .list button').first().click()
    await desk.getByLabel(/您的答复/).fill('知道了，孩子平安就好。')
    expect(await faultsOf(desk)).toEqual([])
    await picture(desk, 'fair-desk-answer')
    await desk.getByRole('button', { name: '不计这一次' }).click()
    await expect.poll(async () => {
      await visit(page, '/me/online-booking')
      return page.getByText('知道了，孩子平安就好。').waitFor({ timeout: 5_000 }).then(() => 1, () => 0)
    }, { timeout: 30_000 }).toBe(1)
    await page.getByText(/没有暂停/).waitFor()
  } finally {
    await admin.send('DELETE', '/api/platform/clock')
  }
})

test('P3 a program with many accounts is found; a person reads the evidence and decides, and may think again', async () => {
  const admin = await newAdmin()
  const { now } = await admin.get<{ now: string }>('/api/platform/clock')
  const report = await driveBots({ base: inject('productUrl') }, await findSupply(admin, [DEMO_HOSPITAL], dayAfter(now, 3)), 1)
  expect([...report.byStatus.keys()].filter((status) => ![201, 409, 429].includes(status))).toEqual([])
  await expect.poll(() => admin.get<unknown[]>('/api/fairness/findings').then((found) => found.length), { timeout: 90_000, interval: 2000 }).toBeGreaterThan(0)

  const desk = await walk.screen({ width: 1280, height: 800 })
  await signInStaff(desk, 'admin')
  await checkPages(desk, 'fair-desk', { findings: '/staff/fairness?tab=findings', helpers: '/staff/fairness?tab=helpers' })
  await visit(desk, '/staff/fairness?tab=findings')
  await desk.getByRole('link', { name: '依据' }).first().click()
  await desk.getByRole('heading', { name: '怎么连在一起的' }).waitFor()
  await desk.getByLabel(/^暂停线上预约/).check()
  await desk.getByLabel(/^设备 D1/).check()
  expect(await faultsOf(desk)).toEqual([])
  await picture(desk, 'fair-desk-evidence')
  await desk.getByRole('button', { name: '确定' }).click()
  await desk.getByText('请写明理由，申诉时要用到。').waitFor()
  await desk.getByLabel('理由').fill('一台设备用多个账户连续抢号')
  await desk.getByRole('button', { name: '确定' }).click()
  await desk.getByText('已暂停', { exact: true }).first().waitFor()
  await desk.getByLabel('理由').fill('复核后解除')
  await desk.getByRole('button', { name: '重新打开' }).click()
  await desk.getByText('待看', { exact: true }).first().waitFor()
  const english = await walk.screen({ language: 'en', width: 1280, height: 800 })
  await signInStaff(english, 'admin')
  await checkPages(english, 'fair-desk-en', { findings: '/staff/fairness?tab=findings' })
})
