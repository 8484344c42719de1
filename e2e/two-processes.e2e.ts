import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { bareEnvironment } from '#platform/config/index.ts'
import { launchBrowser } from '#platform/testing/browser.ts'
import { DEMO_HOSPITAL } from '#region/data/demo-people.ts'
import { bookAndArrive, signInStaff } from './over-http.ts'
import { freePort, type Product, startProduct } from './product.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const CALLED = 'queue.ticket-called.v1'

let product: Product
let second: { url: string; process: ChildProcess } | undefined

beforeAll(async () => {
  product = await startProduct()
  second = await startServer(product.dataDir)
  const { url } = second
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).ok).toBe(true), { timeout: 60_000, interval: 100 })
}, 300_000)

afterAll(async () => {
  second?.process.kill('SIGTERM')
  await product?.remove()
})

/** Another server process on the same database, as an operator starts it beside the first. */
async function startServer(dataDir: string): Promise<{ url: string; process: ChildProcess }> {
  const [password, databasePort] = ['password', 'port'].map((name) => readFileSync(join(dataDir, 'postgres', name), 'utf8').trim())
  const port = await freePort()
  const child = spawn(process.execPath, ['bin/run.mjs', 'apps/server/main.ts'], {
    cwd: ROOT,
    env: {
      ...bareEnvironment(), PORT: String(port), DATA_DIR: dataDir, DEMO: 'on', LOG_LEVEL: 'warn',
      DATABASE_URL: `postgres://liuxin:${password}@127.0.0.1:${databasePort}/liuxin`,
    },
    stdio: 'ignore',
  })
  return { url: `http://127.0.0.1:${port}`, process: child }
}

let nurse: ReturnType<typeof signInStaff> | undefined
/** Signed in once: the digits of a second factor are good once. */
const nurseAtSecond = () => (nurse ??= signInStaff(second!.url, 'nurse'))

interface Heard {
  readonly at: number
  readonly id: string
  readonly label: string
}

/** A board: hears the calls of a zone. Closed like a cable that is pulled. */
async function listen(url: string, topic: string, lastEventId?: string) {
  const cable = new AbortController()
  const heard: Heard[] = []
  const reply = await fetch(`${url}/api/realtime?topics=${topic}`, { signal: cable.signal, headers: lastEventId ? { 'last-event-id': lastEventId } : {} })
  const read = async () => {
    let rest = ''
    for await (const piece of reply.body!.pipeThrough(new TextDecoderStream())) {
      const frames = (rest + piece).split('\n\n')
      rest = frames.pop() ?? ''
      for (const frame of frames) {
        const data = /^data: (.*)$/m.exec(frame)?.[1]
        const event = data ? (JSON.parse(data) as { type: string; payload: { label: string } }) : undefined
        if (event?.type === CALLED) heard.push({ at: performance.now(), id: /^id: (.*)$/m.exec(frame)?.[1] ?? '', label: event.payload.label })
      }
    }
  }
  void read().catch(() => {})
  return { heard, pull: () => cable.abort() }
}

test('O4 a call at one server reaches a board at the other in under a second; a board that was cut off misses no call', async () => {
  const doctor = await signInStaff(product.url, 'doctor')
  const { room } = await doctor('PUT', '/api/arrival/queues/my-room', {})
  await bookAndArrive(product.url, await nurseAtSecond(), ['10000000001', '10000000004', '10000000005'])

  const board = await listen(second!.url, `board:${DEMO_HOSPITAL}:${room.zoneId}`)
  const pressed = performance.now()
  const first = await doctor('POST', '/api/arrival/queues/call-next', {})
  await expect.poll(() => board.heard.length, { interval: 5, timeout: 5_000 }).toBe(1)
  expect(board.heard[0]!.label).toBe(first.label)
  expect(board.heard[0]!.at - pressed).toBeLessThan(1_000)

  board.pull()
  await doctor('POST', `/api/arrival/queues/visits/${first.visitId}`, { verb: 'pass' })
  const missed = [await doctor('POST', '/api/arrival/queues/call-next', {})]
  await doctor('POST', `/api/arrival/queues/visits/${missed[0].visitId}`, { verb: 'recall' })
  const again = await listen(product.url, `board:${DEMO_HOSPITAL}:${room.zoneId}`, board.heard[0]!.id)
  await expect.poll(() => again.heard.length, { interval: 20, timeout: 5_000 }).toBe(2)
  expect(again.heard.map(({ label }) => label)).toEqual([missed[0].label, missed[0].label])
  again.pull()
})

test('O4 the board in the hall shows the call within a second and says it twice, says how old it is when cut off, and catches up', async () => {
  const doctor = await signInStaff(product.url, 'doctor2')
  const { room } = await doctor('PUT', '/api/arrival/queues/my-room', {})
  await bookAndArrive(product.url, await nurseAtSecond(), ['10000000002', '10000000003'], '周明远')
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' })
  // A hall has a loudspeaker; here the words are written down instead.
  await page.addInitScript(`Object.defineProperty(window, 'said', { value: [] });
    Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => [{ lang: 'zh-CN' }], speak: (one) => { window.said.push(one.text); setTimeout(() => one.onend(), 20) }, cancel() {} } })`)
  await page.goto(`${second!.url}/board/${DEMO_HOSPITAL}/${room.zoneId}`)
  await page.getByRole('heading', { name: room.name }).waitFor()

  const call = await doctor('POST', '/api/arrival/queues/call-next', {})
  await page.locator('.room--calling .room__no', { hasText: call.label }).waitFor({ timeout: 1_000 })
  await expect.poll(() => page.evaluate<string[]>('said')).toHaveLength(2)
  expect(new Set(await page.evaluate<string[]>('said'))).toEqual(new Set([expect.stringContaining([...call.label].join(' '))]))

  await page.context().setOffline(true)
  await page.getByText(/网断了，这是 .+前的信息/).waitFor({ timeout: 60_000 })
  expect(await page.locator('.room--calling .room__no, .room__no').first().textContent()).toBe(call.label)
  await doctor('POST', `/api/arrival/queues/visits/${call.visitId}`, { verb: 'pass' })
  const missed = await doctor('POST', '/api/arrival/queues/call-next', {})
  await page.context().setOffline(false)
  await page.locator('.room--calling .room__no', { hasText: missed.label }).waitFor({ timeout: 30_000 })
  await page.getByText(/网断了，这是 .+前的信息/).waitFor({ state: 'detached', timeout: 30_000 })
})

test('P1 O4 the machine in the hall finds who stands before it, prints one number, and forgets them fifteen seconds after the last touch', async () => {
  const nurse = await nurseAtSecond()
  const { path } = await nurse('POST', '/api/kiosk/machines', { machine: '门诊大厅 2 号机' })
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, locale: 'zh-CN' })
  await page.goto(second!.url + path)
  await page.getByText('门诊大厅 2 号机').waitFor()
  expect(page.url()).not.toContain('pass=')

  await page.getByRole('button', { name: '手机号' }).click()
  for (const digit of '10000000002') await page.getByRole('button', { name: digit, exact: true }).click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByText('李*梅').waitFor()
  await page.getByRole('button', { name: '再打一张号票' }).click()
  await page.getByText('您签到过了，号不变').waitFor()
  expect(await page.locator('main').innerText()).not.toContain('李雪梅')

  await page.getByText('还在吗？').waitFor({ timeout: 14_000 })
  await page.getByRole('button', { name: '还在，继续' }).click()
  await page.getByText('还在吗？').waitFor({ state: 'detached' })
  expect(await page.locator('main').innerText()).toContain('李*梅')
  await page.getByRole('heading', { name: '您好，今天来做什么？' }).waitFor({ timeout: 25_000 })
  expect(await page.content()).not.toContain('李*梅')
})
