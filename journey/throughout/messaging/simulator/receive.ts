import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { newId } from '#platform/database/index.ts'
import type { App } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { simulatorAccount, simulatorPath } from '../tencent/settings.ts'
import { authorization } from '../tencent/sign.ts'

const Send = z.object({
  PhoneNumberSet: z.array(z.string().regex(/^\+86\d{11}$/)).min(1).max(200),
  SmsSdkAppId: z.string(),
  SignName: z.string(),
  TemplateId: z.string(),
  TemplateParamSet: z.array(z.string()),
})

const fiveMinutes = 300

/** Takes messages as the carrier would: checks the signature, answers per phone, and keeps what came for the outbox. */
export function receiveSms(app: App, services: Services): void {
  void app.register(async (scope) => {
    // The signature covers the bytes as they came, so they are not parsed before it was checked.
    scope.removeContentTypeParser('application/json')
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    scope.post(simulatorPath, { schema: { hide: true } }, async (request) => {
      const body = request.body as string
      const timestamp = Number(request.headers['x-tc-timestamp'])
      if (Math.abs(Date.now() / 1000 - timestamp) > fiveMinutes) return fault('AuthFailure.SignatureExpire')
      const { secretId, secretKey } = simulatorAccount
      const expected = authorization(secretId, secretKey, { host: request.headers.host ?? '', path: simulatorPath, action: 'SendSms', body, timestamp })
      if (!same(expected, request.headers.authorization ?? '')) return fault('AuthFailure.SignatureFailure')
      const send = Send.safeParse(JSON.parse(body))
      if (!send.success) return fault('InvalidParameter')
      if (!Object.values(simulatorAccount.templates).includes(send.data.TemplateId)) return fault('InvalidParameterValue.TemplateParameterFormatError')
      await keep(services, send.data)
      const statuses = send.data.PhoneNumberSet.map((phone) => ({
        SerialNo: newId(), PhoneNumber: phone, Fee: 1, SessionContext: '', Code: 'Ok', Message: 'send success', IsoCode: 'CN',
      }))
      return { Response: { SendStatusSet: statuses, RequestId: newId() } }
    })
  })
}

async function keep(services: Services, send: z.infer<typeof Send>): Promise<void> {
  for (const phone of send.PhoneNumberSet) {
    await sql`insert into simulator.sms (phone, sign_name, template_id, params, received_at)
      values (${phone.slice(3)}, ${send.SignName}, ${send.TemplateId}, ${send.TemplateParamSet}, ${new Date()})`.execute(services.db)
  }
}

function fault(code: string) {
  return { Response: { Error: { Code: code, Message: code }, RequestId: newId() } }
}

function same(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}
