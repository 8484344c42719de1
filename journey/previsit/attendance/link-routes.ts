import { z } from 'zod'
import { allow, contextOf, type Routes } from '#platform/http/index.ts'
import { AnswerRequest, ReminderLink } from './contract.ts'
import { LinkOver, NothingToAnswer, TooEarlyForWay, VisitNotInLink } from './errors.ts'
import { answerVisit } from './operations/answer-visit.ts'
import { asInvited } from './operations/as-invited.ts'
import { reminderLink } from './queries/reminder-link.ts'

const tags = ['attendance']
const params = z.object({ token: z.string().min(20).max(200) })
/** Many phones share one address of their network; nothing can be guessed here anyway. */
const PER_MINUTE = 240

/** What the link in a reminder opens, without signing in. */
export const linkRoutes: Routes = (app, { db }) => {
  // Carriers, virus scanners and chat programs open links before people do: reading changes nothing.
  app.get('/api/attendance/links/:token', {
    schema: { operationId: 'readReminderLink', summary: 'The visits a reminder was about', tags, params, response: { 200: ReminderLink } },
    config: { access: allow('anyone'), purpose: 'booking', outcomes: [LinkOver], rateLimit: { max: PER_MINUTE, timeWindow: '1 minute' } },
  }, (request, reply) => {
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
    return asInvited(db, contextOf(request), request.params.token, reminderLink)
  })

  // No stored answer for a repeated request: the same answer twice is one by itself, and the link is nobody's account.
  app.post('/api/attendance/links/:token/answers', {
    schema: { operationId: 'answerReminderLink', summary: 'Say that one comes, is on the way, or gives the time back', tags, params, body: AnswerRequest, response: { 200: ReminderLink } },
    config: { access: allow('anyone'), purpose: 'booking', outcomes: [LinkOver, VisitNotInLink, NothingToAnswer, TooEarlyForWay], rateLimit: { max: PER_MINUTE, timeWindow: '1 minute' } },
  }, (request, reply) => {
    void reply.header('cache-control', 'no-store')
    const { appointmentId, answer } = request.body
    return asInvited(db, contextOf(request), request.params.token, async (tx, context, invited) => {
      if (!invited.appointmentIds.includes(appointmentId)) throw new VisitNotInLink()
      await answerVisit(tx, context, { institutionId: invited.institutionId, appointmentId, answer, via: 'link' })
      return reminderLink(tx, context, invited)
    })
  })
}
