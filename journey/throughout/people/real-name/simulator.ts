import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '#platform/http/index.ts'
import { isSignedRealName, type RealNameQuestion, signRealName } from './ask-real-name.ts'
import { simulatorKey, simulatorPath } from './settings.ts'

const slowMs = 4000
const fiveMinutes = 300

/**
 * A register of names for demonstrations: it knows everybody, except that a name with 不符 in it belongs to another
 * number, and of a name with 超时 in it the first answer comes too late (the next one in time).
 */
export function realNameSimulator(app: App): void {
  const askedBefore = new Set<string>()
  void app.register(async (scope) => {
    // The signature covers the bytes as they came, so they are not parsed before it was checked.
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    scope.post(`${simulatorPath}/checks`, { schema: { hide: true } }, async (request, reply) => {
      const body = request.body as string
      const header = (name: string) => String(request.headers[name] ?? '')
      const [timestamp, nonce] = [header('x-timestamp'), header('x-nonce')]
      const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < fiveMinutes
      const isSigned = isSignedRealName(simulatorKey.key, timestamp, nonce, body, header('x-signature'))
      if (header('x-key-id') !== simulatorKey.keyId || !isFresh || !isSigned) return reply.code(401).send('{"error":"signature"}')
      const question = JSON.parse(body) as RealNameQuestion
      const isFirst = !askedBefore.has(question.checkId)
      askedBefore.add(question.checkId)
      if (question.name.includes('超时') && isFirst) await pause(slowMs)
      const result = question.name.includes('不符') ? 'different' : 'same'
      const answer = JSON.stringify({ checkId: question.checkId, result, reference: `SIM-${question.checkId.slice(0, 8)}` })
      return reply
        .header('x-signature', signRealName(simulatorKey.key, timestamp, nonce, answer))
        .type('application/json')
        .send(answer)
    })
  })
}
