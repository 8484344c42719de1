import { z } from 'zod'
import { PersonNotFound } from '#journey/throughout/people/index.ts'
import { ConsentNeeded, NotEnoughBalance } from '#journey/throughout/wallet/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { Complaint, GiveBack, Item, ItemState, Lend, Loan, MyDesk, NewComplaint, NewItem } from '../contract.ts'
import * as errors from '../errors.ts'
import { answerComplaint, handleComplaint, receiveComplaint } from '../operations/complaints.ts'
import { decideKeeping, giveBack } from '../operations/give-back.ts'
import { addItem, setItemState } from '../operations/items.ts'
import { lend } from '../operations/lend.ts'
import { complaintById, complaintsHere } from '../queries/complaints.ts'
import { itemsHere, loanById } from '../queries/loans.ts'
import { myDesk } from '../queries/mine.ts'

const tags = ['servicedesk']
const desk = { access: allow('nurse', 'registrar', 'manager'), purpose: 'service desk' }
const Id = z.object({ id: z.uuid() })

/** What is lent, what people complained about, and what each sees of it on their own phone. */
export const thingRoutes: Routes = (app, services) => {
  itemRoutes(app, services)
  loanRoutes(app, services)
  complaintRoutes(app, services)
  app.get('/api/servicedesk/mine', {
    schema: { operationId: 'readMyDesk', summary: 'What I borrowed, and what became of what I complained about', tags, querystring: z.object({ personId: z.uuid() }), response: { 200: MyDesk } },
    config: { access: allow('patient'), purpose: 'service desk', outcomes: [errors.PersonNotHere] },
  }, (request) => query(request, (tx, context) => myDesk(tx, context, request.query.personId)))
}

const itemRoutes: Routes = (app) => {
  app.get('/api/servicedesk/items', {
    schema: { operationId: 'listLentItems', summary: 'What can be lent, and who has it', tags, response: { 200: z.array(Item) } },
    config: desk,
  }, (request) => query(request, itemsHere))

  app.post('/api/servicedesk/items', {
    schema: { operationId: 'addLentItem', summary: 'A new thing to lend', tags, body: NewItem, response: { 201: Id } },
    config: { ...desk, outcomes: [errors.ItemExists] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => ({ id: await addItem(tx, context, request.body) })))

  app.put('/api/servicedesk/items/:id/state', {
    schema: { operationId: 'setItemState', summary: 'Repaired, found again, out of use', tags, params: Id, body: z.object({ state: ItemState.exclude(['lent']) }), response: { 200: Id } },
    config: { ...desk, outcomes: [errors.ItemNotFound, errors.ItemOut] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await setItemState(tx, context, request.params.id, request.body.state)
    return request.params
  }))
}

const loanRoutes: Routes = (app) => {
  app.post('/api/servicedesk/loans', {
    schema: { operationId: 'lendItem', summary: 'Somebody takes an item with them', tags, body: Lend, response: { 201: Loan } },
    config: { ...desk, outcomes: [errors.NoShift, errors.ItemNotFound, errors.ItemNotReady, errors.DepositWrong, PersonNotFound, ConsentNeeded, NotEnoughBalance] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => loanById(tx, context, await lend(tx, context, request.body))))

  app.post('/api/servicedesk/loans/:id/return', {
    schema: { operationId: 'returnItem', summary: 'An item is back, or will not come back', tags, params: Id, body: GiveBack, response: { 200: Loan } },
    config: { ...desk, outcomes: [errors.LoanNotFound, errors.LoanOver, errors.KeepsTooMuch, errors.CashShort] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await giveBack(tx, context, request.params.id, request.body)
    return loanById(tx, context, request.params.id)
  }))

  app.post('/api/servicedesk/loans/:id/decision', {
    schema: {
      operationId: 'decideKeeping', summary: 'A second person decides what is kept of a deposit', tags, params: Id, body: z.object({ decision: z.enum(['keep', 'give-back']) }), response: { 200: Loan },
    },
    config: { ...desk, outcomes: [errors.LoanNotFound, errors.LoanOver, errors.SecondPersonNeeded, errors.CashShort] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await decideKeeping(tx, context, request.params.id, request.body.decision)
    return loanById(tx, context, request.params.id)
  }))
}

const complaintRoutes: Routes = (app) => {
  app.get('/api/servicedesk/complaints', {
    schema: { operationId: 'listDeskComplaints', summary: 'Complaints brought to this desk; or the one with a number', tags, querystring: z.object({ number: z.string().trim().max(20).optional() }), response: { 200: z.array(Complaint) } },
    config: desk,
  }, (request) => query(request, (tx, context) => complaintsHere(tx, context, request.query.number)))

  app.post('/api/servicedesk/complaints', {
    schema: { operationId: 'receiveComplaint', summary: 'Somebody is not content', tags, body: NewComplaint, response: { 201: Complaint } },
    config: { ...desk, outcomes: [errors.NoShift, PersonNotFound] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => complaintById(tx, context, await receiveComplaint(tx, context, request.body))))

  app.post('/api/servicedesk/complaints/:id/handled', {
    schema: { operationId: 'handleComplaint', summary: 'Somebody has taken it up', tags, params: Id, response: { 200: Complaint } },
    config: { ...desk, outcomes: [errors.ComplaintNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await handleComplaint(tx, context, request.params.id)
    return complaintById(tx, context, request.params.id)
  }))

  app.post('/api/servicedesk/complaints/:id/answer', {
    schema: { operationId: 'answerComplaint', summary: 'Answer a complaint', tags, params: Id, body: z.object({ answer: z.string().trim().min(2).max(2000) }), response: { 200: Complaint } },
    config: { ...desk, outcomes: [errors.ComplaintNotFound, errors.ComplaintAnswered] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await answerComplaint(tx, context, request.params.id, request.body.answer)
    return complaintById(tx, context, request.params.id)
  }))
}
