import { z } from 'zod'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { EnterPerson, FindPerson, FoundPerson, MergePersons, MergePreview, MergeRecord, RegisteredPerson } from '../contract.ts'
import {
  BirthDateNeeded, DocumentDisagrees, DocumentInvalid, DocumentTaken, HealthCodeInvalid, HealthCodeOver, MergeNotFound, MergeWithItself, NameDiffers, PersonNotFound,
} from '../errors.ts'
import { enterAtDesk, registerFound } from '../operations/enter-at-desk.ts'
import { mergePersons, undoMerge } from '../operations/merge-persons.ts'
import { findPersons } from '../queries/find-person.ts'
import { mergePreview, recentMerges } from '../queries/merge-preview.ts'
import { refuseTestArea } from './test-area.ts'

const desk = { access: allow('registrar', 'nurse', 'cashier', 'admin'), purpose: 'registration' }
const index = { access: allow('registrar', 'admin'), purpose: 'person index' }
const tags = ['people']

/** What a window does: find who stands there, enter them, and put doubled entries together. */
export const deskRoutes: Routes = (app, services) => {
  // POST, so that numbers and names do not end in logs and histories as part of an address.
  app.post('/api/people/search', {
    schema: { operationId: 'findPersons', summary: 'Find a person by what they show', tags, body: FindPerson, response: { 200: z.array(FoundPerson) } },
    config: { ...desk, outcomes: [DocumentInvalid, HealthCodeInvalid, HealthCodeOver] },
  }, (request) => query(request, (tx, context) => findPersons(tx, context, request.body)))

  app.post('/api/people/persons', {
    schema: { operationId: 'enterPerson', summary: 'Register somebody who has shown their document', tags, body: EnterPerson, response: { 201: RegisteredPerson } },
    config: { ...desk, outcomes: [DocumentInvalid, DocumentDisagrees, BirthDateNeeded, NameDiffers, DocumentTaken] },
  }, (request, reply) => {
    refuseTestArea(services.config.demo, request.body.document)
    return command(request, reply, 201, (tx, context) => enterAtDesk(tx, context, request.body))
  })

  app.post('/api/people/persons/:personId/registrations', {
    schema: { operationId: 'registerFound', summary: 'Register a person who was found', tags, params: z.object({ personId: z.uuid() }), response: { 201: RegisteredPerson } },
    config: { ...desk, outcomes: [PersonNotFound] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => registerFound(tx, context, request.params.personId)))

  app.get('/api/people/merges/preview', {
    schema: {
      operationId: 'previewMerge', summary: 'Two entries side by side', tags,
      querystring: z.object({ remainsId: z.uuid(), joinsId: z.uuid() }), response: { 200: MergePreview },
    },
    config: { ...index, outcomes: [PersonNotFound] },
  }, (request) => query(request, (tx, context) => mergePreview(tx, context, request.query.remainsId, request.query.joinsId)))

  app.get('/api/people/merges', {
    schema: { operationId: 'listMerges', summary: 'Merges of persons known here', tags, response: { 200: z.array(MergeRecord) } },
    config: index,
  }, (request) => query(request, recentMerges))

  app.post('/api/people/merges', {
    schema: { operationId: 'mergePersons', summary: 'Two entries are one human', tags, body: MergePersons, response: { 201: z.object({ mergeId: z.uuid() }) } },
    config: { ...index, outcomes: [PersonNotFound, MergeWithItself] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => mergePersons(tx, context, request.body)))

  app.post('/api/people/merges/:mergeId/undo', {
    schema: { operationId: 'undoMerge', summary: 'They are two after all', tags, params: z.object({ mergeId: z.uuid() }), response: { 200: z.array(MergeRecord) } },
    config: { ...index, outcomes: [MergeNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await undoMerge(tx, context, request.params.mergeId)
    return recentMerges(tx, context)
  }))
}
