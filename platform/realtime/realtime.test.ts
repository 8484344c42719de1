import { expect, test } from 'vitest'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import { announce } from '#platform/events/index.ts'
import type { Module } from '#platform/module.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'

const { db, url } = await testDatabase()
const module: Module = { name: 'sample', topics: { open: async () => true, closed: async () => false } }
const [here, there] = [await testServer([module], { url }), await testServer([module], { url })]
const context = systemContext('test', new Date())
const say = (n: number, topic: string) =>
  inTransaction(db, context, (tx) => announce(tx, context, { type: 'sample.said.v1', payload: { n }, topics: [topic] }))

interface Heard { readonly id: string; readonly n: number }

/** Listens until `count` events came, then hangs up. Answers as soon as the line is open. */
async function listen(base: string, topic: string, count: number, lastEventId?: string): Promise<{ all: Promise<Heard[]> }> {
  const stop = new AbortController()
  const response = await fetch(`${base}/api/realtime?topics=${topic}`, { signal: stop.signal, ...(lastEventId ? { headers: { 'last-event-id': lastEventId } } : {}) })
  return { all: hear(response, count).finally(() => stop.abort()) }
}

async function hear(response: Response, count: number): Promise<Heard[]> {
  const heard: Heard[] = []
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const frame = /id: (\S+)\ndata: (.*)/.exec(text.slice(0, end))
      text = text.slice(end + 2)
      if (frame) heard.push({ id: frame[1]!, n: (JSON.parse(frame[2]!) as { payload: { n: number } }).payload.n })
    }
    if (heard.length >= count) break
  }
  return heard
}

test('what is committed through one process reaches a listener of another', async () => {
  const heard = await listen(there.url, 'open:a', 2)
  await say(1, 'open:a')
  await say(2, 'open:other')
  await say(3, 'open:a')
  expect((await heard.all).map((event) => event.n)).toEqual([1, 3])
})

test('a listener that lost its connection gets what it missed, in order and once, from whichever process', async () => {
  const first = await listen(here.url, 'open:b', 1)
  await say(10, 'open:b')
  const { id } = (await first.all)[0]!
  for (const n of [11, 12, 13]) await say(n, 'open:b')
  const again = await listen(there.url, 'open:b', 4, id)
  await say(14, 'open:b')
  expect((await again.all).map((event) => event.n)).toEqual([11, 12, 13, 14])
})

test('an event of a transaction that ends late is not skipped', async () => {
  const heard = await listen(here.url, 'open:c', 2)
  await Promise.all([
    inTransaction(db, context, async (tx) => {
      await announce(tx, context, { type: 'sample.said.v1', payload: { n: 1 }, topics: ['open:c'] })
      await new Promise((resolve) => setTimeout(resolve, 300))
    }),
    new Promise((resolve) => setTimeout(resolve, 50)).then(() => say(2, 'open:c')),
  ])
  expect((await heard.all).map((event) => event.n).toSorted((a, b) => a - b)).toEqual([1, 2])
})

test('a topic that is not one’s own, or that nobody owns, is refused', async () => {
  for (const topic of ['closed:1', 'unknown:1']) {
    expect(await here.request('GET', `/api/realtime?topics=${topic}`)).toMatchObject({ status: 403, body: { code: 'platform.topic-not-yours' } })
  }
})
