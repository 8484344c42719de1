import { z } from 'zod'
import { staffName } from '#journey/throughout/access/index.ts'
import { directory, directoryAtHand } from '#journey/throughout/directory/index.ts'
import type { Context, StaffActor } from '#platform/context/context.ts'
import { NotAllowed } from '#platform/http/access.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { AwayAnswer, AwayRow, Fleet, KioskPass, RetryAway, SetService, SetUpMachine } from '../contract.ts'
import * as errors from '../errors.ts'
import { answerCall } from '../operations/call-help.ts'
import { setService, setUpMachine } from '../operations/run-machine.ts'
import { retryEntry } from '../operations/retry-entry.ts'
import { reopenEntry, settleEntry } from '../operations/settle-entry.ts'
import { issuePass } from '../pass.ts'
import { awayRows } from '../queries/away-rows.ts'
import { fleet } from '../queries/fleet.ts'

const tags = ['kiosk']
const access = allow('nurse', 'registrar', 'manager', 'admin')
const config = { access, purpose: 'operations' }
const Ref = z.object({ id: z.uuid() })
const Machine = z.object({ machine: z.string().max(40) })

function staffAt({ actor }: Context): StaffActor {
  if (actor.kind !== 'staff') throw new NotAllowed()
  return actor
}

/** Whoever looks after the machines of an institution. */
export const staffRoutes: Routes = (app, services) => {
  app.get('/api/kiosk/fleet', {
    schema: { operationId: 'readKioskFleet', summary: 'Every machine now: there or not, paper, cash, faults, what it did today, who calls', tags, response: { 200: Fleet } }, config,
  }, (request) => query(request, (tx, context) => fleet(tx, context, staffAt(context).institutionId)))

  app.post('/api/kiosk/machines', {
    schema: { operationId: 'setUpMachine', summary: 'Let a machine in the hall work for my institution', tags, body: SetUpMachine, response: { 201: KioskPass } }, config,
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    const { institutionId } = staffAt(context)
    const { machine } = request.body
    await setUpMachine(tx, context, { institutionId, ...request.body })
    const pass = issuePass(institutionId, machine, services.clock.now())
    return { pass, institutionId, path: `/kiosk/#pass=${pass}` }
  }))

  app.put('/api/kiosk/machines/:machine/service', {
    schema: { operationId: 'setMachineService', summary: 'Take a machine out of service with a word, or put it back', tags, params: Machine, body: SetService, response: { 204: z.null() } },
    config: { ...config, outcomes: [errors.MachineUnknown] },
  }, (request, reply) => command(request, reply, 204, async (tx, context) => {
    await setService(tx, context, { institutionId: staffAt(context).institutionId, ...request.params, ...request.body })
    return null
  }))

  for (const what of ['coming', 'done'] as const) {
    app.post(`/api/kiosk/calls/:id/${what}`, {
      schema: { operationId: what === 'coming' ? 'answerKioskCall' : 'endKioskCall', summary: what === 'coming' ? 'I am going there: the machine says so' : 'They were helped', tags, params: Ref, response: { 204: z.null() } },
      config: { ...config, outcomes: [errors.CallUnknown] },
    }, (request, reply) => command(request, reply, 204, async (tx, context) => {
      await answerCall(tx, context, { institutionId: staffAt(context).institutionId, id: request.params.id, what })
      return null
    }))
  }

  app.get('/api/kiosk/away', {
    schema: { operationId: 'listAwayEntries', summary: 'What machines took while the server was away, and what became of each', tags, response: { 200: z.array(AwayRow) } },
    config: { ...config, purpose: 'treatment' },
  }, (request) => query(request, (tx, context) => awayRows(tx, context, staffAt(context).institutionId)))

  app.post('/api/kiosk/away/:id/settle', {
    schema: { operationId: 'settleAwayEntry', summary: 'I have dealt with it: what I did', tags, params: Ref, body: z.object({ note: z.string().trim().min(1).max(200) }), response: { 204: z.null() } },
    config: { ...config, outcomes: [errors.EntryUnknown] },
  }, (request, reply) => command(request, reply, 204, async (tx, context) => {
    const { institutionId, accountId } = staffAt(context)
    const by = (await staffName(tx, institutionId, accountId)) ?? accountId
    await settleEntry(tx, context, { institutionId, id: request.params.id, by, note: request.body.note })
    return null
  }))

  app.post('/api/kiosk/away/:id/reopen', {
    schema: { operationId: 'reopenAwayEntry', summary: 'I have not dealt with it after all', tags, params: Ref, response: { 204: z.null() } },
    config: { ...config, outcomes: [errors.EntryUnknown] },
  }, (request, reply) => command(request, reply, 204, async (tx, context) => {
    await reopenEntry(tx, context, { institutionId: staffAt(context).institutionId, id: request.params.id })
    return null
  }))

  app.post('/api/kiosk/away/:id/retry', {
    schema: { operationId: 'retryAwayEntry', summary: 'Try once more to give a place to somebody who came without a booking while the server was away, by their moment of coming', tags, params: Ref, body: RetryAway, response: { 200: AwayAnswer } },
    config: { ...config, purpose: 'treatment', outcomes: [errors.EntryUnknown] },
  }, async (request, reply) => {
    await directory(services)
    return command(request, reply, 200, async (tx, context) => retryEntry(tx, context, await directoryAtHand(services), { institutionId: staffAt(context).institutionId, id: request.params.id, ...request.body }))
  })
}
