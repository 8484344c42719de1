import { z } from 'zod'
import { allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import { ownUrl } from '#journey/throughout/messaging/index.ts'
import { HealthCode, IdentityDocument, PersonProfile, RealNameState } from '../contract.ts'
import { DocumentInvalid, DocumentTaken, PersonNotFound, TooManyQuestions } from '../errors.ts'
import { addCard } from '../operations/add-card.ts'
import { realNameQuestion, recordRealName } from '../operations/check-real-name.ts'
import { issueHealthCode } from '../operations/issue-health-code.ts'
import { personProfile } from '../queries/person-profile.ts'
import { realNameFor } from '../real-name/settings.ts'
import { refuseTestArea } from './test-area.ts'

const params = z.object({ personId: z.uuid() })
const config = { access: allow('patient'), purpose: 'own data' }
const tags = ['people']

/** What a person does about themselves and those they act for. */
export const ownRoutes: Routes = (app, services) => {
  const askRealName = realNameFor(services.config, ownUrl(app))

  app.get('/api/people/persons/:personId', {
    schema: { operationId: 'readPerson', summary: 'A person, with documents masked', tags, params, response: { 200: PersonProfile } },
    config: { access: allow('patient', 'registrar', 'admin'), purpose: 'own data', outcomes: [PersonNotFound] },
  }, (request) => query(request, (tx, context) => personProfile(tx, context, request.params.personId)))

  app.post('/api/people/persons/:personId/documents', {
    schema: { operationId: 'addDocument', summary: 'Add a document or card', tags, params, body: IdentityDocument, response: { 201: PersonProfile } },
    config: { access: allow('patient', 'registrar', 'admin'), purpose: 'own data', outcomes: [PersonNotFound, DocumentInvalid, DocumentTaken] },
  }, (request, reply) => {
    refuseTestArea(services.config.demo, request.body)
    return command(request, reply, 201, async (tx, context) => {
      await addCard(tx, context, request.params.personId, request.body)
      return personProfile(tx, context, request.params.personId)
    })
  })

  // Not a command: the code must not be kept, and a repeated request should get a fresh one.
  app.post('/api/people/persons/:personId/health-code', {
    schema: { operationId: 'issueHealthCode', summary: 'A code to show at a window, good for a minute', tags, params, response: { 200: HealthCode } },
    config: { ...config, outcomes: [PersonNotFound] },
  }, (request, reply) => {
    void reply.header('cache-control', 'no-store')
    return query(request, (tx, context) => issueHealthCode(tx, context, request.params.personId))
  })

  // Three steps: what to ask, asking (outside any transaction, since it is the outside world), and keeping the answer.
  app.post('/api/people/persons/:personId/real-name-checks', {
    schema: { operationId: 'checkRealName', summary: 'Ask, or ask again, whether name and number belong together', tags, params, response: { 200: RealNameState } },
    config: { ...config, outcomes: [PersonNotFound, TooManyQuestions] },
  }, async (request) => {
    const { personId } = request.params
    const question = await query(request, (tx, context) => realNameQuestion(tx, context, personId))
    const answer = await askRealName(question)
    const context = contextOf(request)
    return inTransaction(services.db, context, (tx) => recordRealName(tx, context, personId, question.kind, answer))
  })
}
