import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { personAt } from '#region/generate/persons.ts'
import { faultsOf } from '../axe.ts'
import { picture, visit, walker } from '../browser.ts'
import { signInStaff } from '../people.ts'

const walk = walker()
const MACHINE = '门诊大厅 8 号机'
const INSIDE = `/simulator/kiosk/101/${encodeURIComponent(MACHINE)}`
const PAYER = 181

async function ask<T>(page: Page, path: string, data?: object): Promise<T> {
  const reply = data ? await page.request.post(path, { data, headers: { 'idempotency-key': crypto.randomUUID() } }) : await page.request.get(path)
  expect(reply.ok(), `${path} ${reply.status()}`).toBe(true)
  return (reply.status() === 204 ? undefined : await reply.json()) as T
}

const put = (kiosk: Page, cents: number) => ask(kiosk, `${INSIDE}/act`, { type: 'note', what: String(cents) })
const isIn = (kiosk: Page, yuan: string) => kiosk.locator('.kiosk-cash__sum', { hasText: yuan }).waitFor()

test('O1 O3 150 yuan in notes into the balance, a slip that counts them, and the box counted to the cent', async () => {
  const desk = await walk.screen()
  await signInStaff(desk, 'cashier')
  const { path } = await ask<{ path: string }>(desk, '/api/kiosk/machines', { machine: MACHINE, place: '东门' })
  const kiosk = await walk.screen({ width: 1080, height: 1920 })
  await visit(kiosk, path)
  await kiosk.getByRole('heading', { name: '您好，今天来做什么？' }).waitFor()
  // The reader is listened to once the machine has heard of its acceptor.
  await kiosk.getByRole('button', { name: '充值 扫码、现金' }).or(kiosk.getByRole('button', { name: '充值扫码、现金' })).click()
  await kiosk.getByRole('heading', { name: '您是哪位？' }).waitFor()
  await ask(kiosk, `${INSIDE}/act`, { type: 'document', kind: 'resident-id', number: personAt('linxi', PAYER).documentNumber })
  await kiosk.getByRole('button', { name: /^现金/ }).click()
  await kiosk.getByText('把纸币放平').waitFor()
  const faults = await faultsOf(kiosk)
  await picture(kiosk, 'kiosk-cash-empty')
  await put(kiosk, 10_000)
  await isIn(kiosk, '100.00')
  await put(kiosk, 5000)
  await isIn(kiosk, '150.00')
  await picture(kiosk, 'kiosk-cash-in')
  await kiosk.getByRole('button', { name: '放好了，共 ¥150.00' }).click()
  await kiosk.getByText('¥150.00 进了您的余额').waitFor()
  await kiosk.getByText('打好了，请从下面取走').waitFor()
  expect(await ask<{ title: string }[]>(kiosk, `${INSIDE}/papers`)).toMatchObject([{ title: '现金凭条 ¥150.00', state: 'printed' }])
  faults.push(...await faultsOf(kiosk))
  await picture(kiosk, 'kiosk-cash-done')

  await visit(desk, '/staff/kiosk-boxes')
  await desk.getByRole('row', { name: MACHINE }).getByRole('button', { name: '取出钱箱' }).click()
  await desk.getByRole('button', { name: '取出了，已装空箱' }).click()
  await desk.getByLabel('¥100 张数').fill('1')
  await desk.getByLabel('¥50 张数').fill('1')
  await picture(desk, 'kiosk-box-count')
  await desk.getByRole('button', { name: '点完，入库 ¥150.00' }).click()
  await desk.getByRole('dialog').getByText('对上了').first().waitFor()
  faults.push(...await faultsOf(desk))
  await desk.getByRole('button', { name: '知道了' }).click()
  await desk.getByText('对上了').first().waitFor()
  await picture(desk, 'kiosk-boxes')
  expect(faults).toEqual([])
})
