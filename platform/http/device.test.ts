import { expect, test } from 'vitest'
import { z } from 'zod'
import { allow, contextOf, type Routes } from '#platform/http/index.ts'
import { testDatabase, testServer } from '#platform/testing/index.ts'

const routes: Routes = (app) => {
  app.get('/api/sample/device', {
    schema: { operationId: 'device', response: { 200: z.object({ device: z.string().nullable() }) } }, config: { access: allow('anyone') },
  }, (request) => ({ device: contextOf(request).device ?? null }))
}
const { url } = await testDatabase()
const server = await testServer([{ name: 'sample', routes }], { url })
const browser = { 'user-agent': 'Mozilla/5.0 (Linux; Android 14)' }
const ask = (headers: Record<string, string> = {}) => server.request('GET', '/api/sample/device', { headers })
const cookieOf = (headers: Headers) => headers.getSetCookie().find((line) => line.startsWith('liuxin_device='))

test('a browser is given one number, keeps it, and is known by a hash that does not contain it', async () => {
  const first = await ask(browser)
  const cookie = cookieOf(first.headers)!
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)
  expect(cookie).toMatch(/Max-Age=31536000/)
  const pair = cookie.split(';')[0]!
  const again = await ask({ ...browser, cookie: pair })
  expect(cookieOf(again.headers)).toBeUndefined()
  expect(again.body.device).toMatch(/^[0-9a-f]{64}$/)
  expect(again.body.device).not.toContain(pair.split('=')[1]!.toLowerCase())
  expect((await ask({ ...browser, cookie: pair })).body.device).toBe(again.body.device)
  expect((await ask({ ...browser, cookie: `liuxin_device=${'a'.repeat(43)}` })).body.device).not.toBe(again.body.device)
})

test('a program is given no number, and a number nobody gave out in this shape counts as none', async () => {
  expect(cookieOf((await ask({ 'user-agent': 'node' })).headers)).toBeUndefined()
  expect((await ask({ cookie: 'liuxin_device=short' })).body.device).toBeNull()
  expect(cookieOf((await ask({ ...browser, cookie: 'liuxin_device=short' })).headers)).toBeDefined()
})
