import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { personAt } from '#region/generate/persons.ts'
import { faultsOf } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { signInStaff } from '../people.ts'

const walk = walker()
const MACHINE = '门诊大厅 7 号机'
const INSIDE = `/simulator/kiosk/101/${encodeURIComponent(MACHINE)}`
const numberOf = (index: number) => personAt('linxi', index).documentNumber

async function ask<T>(page: Page, path: string, data?: object): Promise<T> {
  const reply = data ? await page.request.post(path, { data, headers: { 'idempotency-key': crypto.randomUUID() } }) : await page.request.get(path)
  expect(reply.ok(), `${path} ${reply.status()}`).toBe(true)
  return (reply.status() === 204 ? undefined : await reply.json()) as T
}

/** The desk books 林知夏's next free time for a person of the region. */
async function bookFor(desk: Page, index: number): Promise<string> {
  const { persons } = await ask<{ persons: { personId: string }[] }>(desk, '/api/arrival/desk/find', { by: 'document', document: { kind: 'resident-id', number: numberOf(index) } })
  const { openings } = await ask<{ openings: { serviceId: number }[] }>(desk, `/api/booking/openings?institutionId=101&q=${encodeURIComponent('林知夏')}`)
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date())
  const { periods } = await ask<{ periods: { periodId: number; pools: { pool: string; left: number; open: boolean }[]; state: string }[] }>(desk, `/api/booking/services/101/${openings[0]!.serviceId}/periods?day=${today}`)
  const free = periods.find(({ state, pools }) => state === 'free' && pools.some(({ pool, left, open }) => pool === 'public' && left > 0 && open))!
  const { id } = await ask<{ id: string }>(desk, '/api/booking/appointments', { institutionId: 101, periodId: free.periodId, personId: persons[0]!.personId })
  return id
}

const showCard = (kiosk: Page, index: number) => ask(kiosk, `${INSIDE}/act`, { type: 'document', kind: 'resident-id', number: numberOf(index) })
const papers = (kiosk: Page) => ask<{ title: string; state: string }[]>(kiosk, `${INSIDE}/papers`)
const isHome = (kiosk: Page) => kiosk.getByRole('heading', { name: '您好，今天来做什么？' }).waitFor()

test('O3 a card on the reader, a number on paper, forgotten in fifteen seconds; alone without the server, merged once; and a person comes when called', async () => {
  const desk = await walk.screen()
  await signInStaff(desk, 'nurse')
  const { path } = await ask<{ path: string }>(desk, '/api/kiosk/machines', { machine: MACHINE, place: '东门' })
  const visits: string[] = []
  for (const index of [110, 111, 112]) visits.push(await bookFor(desk, index))
  const kiosk = await walk.screen({ width: 1080, height: 1920 })
  await visit(kiosk, path)
  await isHome(kiosk)
  const faults = await faultsOf(kiosk)

  await showCard(kiosk, 110)
  await kiosk.getByRole('button', { name: '签到', exact: true }).click()
  await kiosk.getByText('打好了，请从下面取走').waitFor()
  expect(await papers(kiosk)).toMatchObject([{ title: expect.stringMatching(/^号票 [A-Z]+\d{3}$/), state: 'printed' }])
  faults.push(...await faultsOf(kiosk))
  await picture(kiosk, 'kiosk-ticket')
  await visit(desk, '/staff/kiosks')
  await desk.getByRole('row', { name: MACHINE }).getByText('在线').waitFor()
  await kiosk.getByText('还在吗？').waitFor()
  await isHome(kiosk)
  expect(await kiosk.content()).not.toContain(personAt('linxi', 110).name.slice(-1))
  expect(await kiosk.evaluate<string>('JSON.stringify([localStorage, sessionStorage])')).not.toContain(numberOf(110).slice(0, 12))

  await kiosk.route('**/api/**', (route) => route.abort())
  await showCard(kiosk, 111)
  await kiosk.getByRole('button', { name: '签到，先拿临时号' }).click()
  await kiosk.getByRole('heading', { name: '记下了，正式号随后补' }).waitFor()
  await picture(kiosk, 'kiosk-away')
  faults.push(...await faultsOf(kiosk))
  await kiosk.getByRole('button', { name: '回首页，清掉信息' }).click()
  await kiosk.getByRole('heading', { name: '机器暂时连不上' }).waitFor()
  await showCard(kiosk, 112)
  await kiosk.getByRole('button', { name: '签到，先拿临时号' }).click()
  await kiosk.getByRole('heading', { name: '记下了，正式号随后补' }).waitFor()
  await kiosk.getByRole('button', { name: '回首页，清掉信息' }).click()
  // Whoever has no booking is given a place of now, once the server is there again.
  await kiosk.getByRole('button', { name: '现场拿号' }).click()
  await showCard(kiosk, 171)
  await kiosk.getByRole('button', { name: '全科医学科' }).click()
  await kiosk.getByRole('button', { name: '拿号', exact: true }).click()
  await kiosk.getByRole('heading', { name: '记下了，位子从现在算' }).waitFor()
  await picture(kiosk, 'kiosk-walk-in-alone')
  faults.push(...await faultsOf(kiosk))
  await kiosk.getByRole('button', { name: '回首页，清掉信息' }).click()
  expect((await papers(kiosk)).map(({ title }) => title).slice(0, 3).toSorted()).toEqual(['临时号 K7-1', '临时号 K7-2', '临时号 K7-3'])
  await ask(desk, '/api/arrival/desk/check-ins', { appointmentId: visits[1] })
  await kiosk.unroute('**/api/**')
  await isHome(kiosk)
  const rows = async () => (await ask<{ machine: string; visitId: string; answer: string }[]>(desk, '/api/kiosk/away')).filter(({ machine }) => machine === MACHINE)
  await expect.poll(async () => (await rows()).map(({ visitId, answer }) => `${visits.indexOf(visitId)} ${answer}`).toSorted(), { timeout: 30_000 }).toEqual(['-1 merged', '1 already', '2 merged'])
  await desk.getByText(/已用护士台签到/).first().waitFor()
  await desk.getByText(/^K7-3 → [A-Z]+\d{3}/).waitFor()
  await kiosk.getByText(/^K7-3 → [A-Z]+\d{3}/).waitFor()

  await kiosk.getByRole('button', { name: '叫人帮忙' }).click()
  await kiosk.getByText('工作人员看得到您在哪台机器').waitFor()
  await desk.locator('.alert', { hasText: MACHINE }).getByRole('button', { name: '我去' }).click()
  await kiosk.getByRole('heading', { name: '已有人过来' }).first().waitFor()
  await picture(desk, 'kiosk-fleet')
  faults.push(...await faultsOf(desk))
  expect(faults).toEqual([])
})
