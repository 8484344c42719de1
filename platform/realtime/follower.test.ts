import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { TailedEvent } from '#platform/events/index.ts'
import { Follower, frameOf } from './follower.ts'

const event = (id: number): TailedEvent => ({ position: { xid: '7', id }, id, type: 'sample.said.v1', institutionId: null, topics: ['a'], payload: { text: 'x'.repeat(2_000) }, occurredAt: new Date(0) })

/** A line as the server holds it, and the browser at its other end. */
async function aLine(): Promise<{ line: Socket; browser: Socket }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const browser = createConnection((server.address() as AddressInfo).port, '127.0.0.1')
  const [line] = (await once(server, 'connection')) as [Socket]
  onTestFinished(() => { browser.destroy(); line.destroy(); server.close() })
  return { line, browser }
}

test('one event is the same bytes for everybody who listens', () => {
  const one = event(1)
  expect(frameOf(one)).toBe(frameOf(one))
})

test('who reads slower than things happen is cut off, and holds up nobody', async () => {
  const { line, browser } = await aLine()
  browser.pause()
  const follower = new Follower(line, null)
  let told = 0
  while (!line.destroyed && told < 20_000) {
    follower.tell(event(++told))
    if (told % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  expect(line.destroyed).toBe(true)
  follower.tell(event(told + 1))
})

test('a process that is behind tells nothing the browser has heard elsewhere; live events wait until the past was told', async () => {
  const { line, browser } = await aLine()
  const follower = new Follower(line, { xid: '7', id: 3 })
  for (const id of [2, 3, 4]) follower.tell(event(id))
  const past = Promise.withResolvers<TailedEvent[]>()
  const caughtUp = follower.catchUp(() => past.promise)
  follower.tell(event(7))
  past.resolve([event(5), event(6)])
  await caughtUp
  let heard = ''
  while (!heard.includes('7-7')) heard += String(((await once(browser, 'data')) as [Buffer])[0])
  expect([...heard.matchAll(/^id: 7-(\d+)$/gm)].map(([, id]) => Number(id))).toEqual([4, 5, 6, 7])
})
