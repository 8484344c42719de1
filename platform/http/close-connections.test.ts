import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { testDatabase, testServer } from '#platform/testing/index.ts'
import type { App } from './app.ts'

const { url } = await testDatabase()

test('closing waits for a request under way, and not for connections nobody uses', async () => {
  const slow = { name: 'slow', routes: (app: App) => { app.get('/slow', { schema: { hide: true } }, async () => { await pause(600); return { done: true } }) } }
  const server = await testServer([slow], { url })
  const unused = connect(Number(new URL(server.url).port), '127.0.0.1')
  await new Promise<void>((opened) => { unused.once('connect', () => opened()) })
  const answer = server.request('GET', '/slow')
  await pause(100)
  const begun = performance.now()
  await server.close()
  expect(await answer).toMatchObject({ status: 200, body: { done: true } })
  expect(performance.now() - begun).toBeLessThan(5000)
})
