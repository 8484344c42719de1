import { z } from 'zod'
import { directory, institutionById } from '#journey/throughout/directory/index.ts'
import { inTransaction } from '#platform/database/index.ts'
import { allow, type Routes } from '#platform/http/index.ts'
import { AwayAnswer, ExpectedList, Heartbeat, HeartbeatAnswer, HelpCall, HelpStep, KioskHere, NewNumber, SendAway } from '../contract.ts'
import * as errors from '../errors.ts'
import { callHelp, callOfMachine } from '../operations/call-help.ts'
import { beat, machineRow } from '../operations/run-machine.ts'
import { takeInEntries } from '../operations/take-in-entries.ts'
import { actAsKiosk, machineOf } from '../pass.ts'
import { expectedList } from '../queries/expected-list.ts'
import { newNumbers } from '../queries/new-numbers.ts'

const tags = ['kiosk']
/** The program beside the browser that speaks with reader, scanner and printer; the page may speak with nothing else outside. */
const LOOPBACK_BROKER = 'http://127.0.0.1:17580'
/** The machine itself asks: its pass is checked first thing in every handler. */
const config = { access: allow('anyone'), purpose: 'operations', outcomes: [errors.KioskNotSetUp], rateLimit: { max: 600, timeWindow: '1 minute', keyGenerator: machineOf } }

export const machineRoutes: Routes = (app, services) => {
  const broker = (institutionId: number, machine: string) =>
    services.config.demo ? `/simulator/kiosk/broker/${institutionId}/${encodeURIComponent(machine)}` : LOOPBACK_BROKER

  app.get('/api/kiosk/here', {
    schema: { operationId: 'readKiosk', summary: 'Where this machine stands, and what it may do', tags, response: { 200: KioskHere } }, config,
  }, async (request) => {
    const at = actAsKiosk(request)
    const { institutionId, machine, now } = at
    const { snapshot } = await directory(services)
    return inTransaction(services.db, at, async (tx) => {
      const [institution, row] = [await institutionById(tx, institutionId), await machineRow(tx, at)]
      return {
        institutionId, machine, place: row.place, inService: row.in_service, message: row.message, messageEn: row.message_en, broker: broker(institutionId, machine), now: now.toISOString(),
        institution: { name: institution?.name ?? '', nameEn: institution?.nameEn ?? '', address: institution?.address ?? '', phone: institution?.phone ?? '' },
        departments: (snapshot.departmentsOf.get(institutionId) ?? []).map(({ id, name, nameEn, building, floor, placeEn }) => ({
          id, name, nameEn, building, floor, placeEn, hasClinics: (snapshot.servicesOfDepartment.get(`${institutionId}/${id}`) ?? []).length > 0,
        })),
      }
    })
  })

  app.post('/api/kiosk/heartbeat', {
    schema: { operationId: 'beatAtKiosk', summary: 'The machine is there, and how it is; may be sent again', tags, body: Heartbeat, response: { 200: HeartbeatAnswer } }, config,
  }, (request) => {
    const at = actAsKiosk(request)
    return inTransaction(services.db, at, (tx) => beat(tx, at, request.body))
  })

  app.post('/api/kiosk/expected', {
    schema: { operationId: 'fetchExpectedList', summary: 'Who is expected today, as keyed hashes, and which departments take people without a booking, for when the server is away', tags, response: { 200: ExpectedList } },
    config: { ...config, rateLimit: { max: 12, timeWindow: '1 minute', keyGenerator: machineOf } },
  }, async (request) => {
    const at = actAsKiosk(request)
    return expectedList(services.db, at, (await directory(services)).snapshot)
  })

  app.post('/api/kiosk/away', {
    schema: { operationId: 'sendAwayEntries', summary: 'What the machine took while the server was away; an entry sent again gets the same answer', tags, body: SendAway, response: { 200: z.object({ answers: z.array(AwayAnswer) }) } },
    config: { ...config, purpose: 'treatment' },
  }, async (request) => ({ answers: await takeInEntries(services.db, actAsKiosk(request), request.body) }))

  app.get('/api/kiosk/new-numbers', {
    schema: { operationId: 'readNewNumbers', summary: 'Papers given while the server was away that have just become numbers in line', tags, response: { 200: z.object({ numbers: z.array(NewNumber) }) } }, config,
  }, (request) => {
    const at = actAsKiosk(request)
    return inTransaction(services.db, at, async (tx) => ({ numbers: await newNumbers(tx, at, at.institutionId, null) }))
  })

  app.post('/api/kiosk/help', {
    schema: { operationId: 'callHelpAtKiosk', summary: 'Call a person to the machine; pressed again, it is the same call', tags, body: z.object({ step: HelpStep }), response: { 200: HelpCall } },
    config: { ...config, outcomes: [...config.outcomes, errors.CallUnknown] },
  }, (request) => {
    const at = actAsKiosk(request)
    return inTransaction(services.db, at, (tx) => callHelp(tx, at, request.body.step))
  })

  app.get('/api/kiosk/help', {
    schema: { operationId: 'readHelpAtKiosk', summary: 'Whether somebody is on the way', tags, response: { 200: z.object({ call: HelpCall.nullable() }) } }, config,
  }, (request) => {
    const at = actAsKiosk(request)
    return inTransaction(services.db, at, async (tx) => ({ call: await callOfMachine(tx, at) }))
  })
}
