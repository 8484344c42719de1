import { z } from 'zod'
import { newId } from '#platform/database/index.ts'
import type { App, Routes } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { DeviceJob, DeviceSignal, DeviceState, LetIn, RouteNote } from '../contract.ts'
import { boxOf, letIn, notes, routeNote, touchAcceptor } from './acceptor.ts'
import { newestSignal, paperContent, papersOf, print, setState, signal, signalsAfter, stateOf } from './devices.ts'
import { insidePage } from './inside-page.ts'

const Machine = z.object({ institutionId: z.coerce.number().int(), machine: z.string().max(40) })
const POLL_MS = 120
const hide = true

/** What a person does at a machine with their hands, or whoever opens it. */
const Act = z.union([DeviceSignal.options[0], DeviceSignal.options[1], z.object({ type: z.literal('set'), state: DeviceState.partial() }), z.object({ type: z.literal('note'), what: z.string().max(12) })])

const keyOf = ({ institutionId, machine }: z.infer<typeof Machine>) => `${institutionId}/${machine}`
const broker = '/simulator/kiosk/broker/:institutionId/:machine'
const inside = '/simulator/kiosk/:institutionId/:machine'

/** The insides of a machine, in a demonstration only: the broker's protocol for its page, and a page for who plays with it. */
export const simulatorRoutes: Routes = (app, services) => {
  if (!services.config.demo) return
  void app.register(async (own) => {
    own.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    for (const part of [brokerRoutes, noteRoutes, handRoutes, paperRoutes]) part(own, services)
  })
}

/** What the page of the machine asks. */
function brokerRoutes(app: App, { db }: Services): void {
  app.get(`${broker}/state`, { schema: { hide, params: Machine } }, (request) => stateOf(db, keyOf(request.params)))

  app.post(`${broker}/jobs`, { schema: { hide, params: Machine, body: DeviceJob } }, async (request, reply) => {
    await print(db, keyOf(request.params), request.body)
    return reply.code(202).send({ jobId: request.body.jobId })
  })

  const open = new Set<() => void>()
  app.addHook('preClose', (done) => {
    for (const stop of open) stop()
    done()
  })
  app.get(`${broker}/signals`, { schema: { hide, params: Machine } }, async (request, reply) => {
    const machine = keyOf(request.params)
    const seen = Number(request.headers['last-event-id'] ?? Number.NaN)
    let after = Number.isNaN(seen) ? await newestSignal(db, machine) : seen
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    raw.write(`data: ${JSON.stringify({ type: 'state', state: await stateOf(db, machine) })}\n\n`)
    let isOver = false
    const stop = () => {
      isOver = true
      open.delete(stop)
      raw.end()
    }
    open.add(stop)
    raw.once('close', stop)
    while (!isOver) {
      for (const { id, signal: what } of await signalsAfter(db, machine, after).catch(() => [])) {
        raw.write(`id: ${id}\ndata: ${JSON.stringify(what)}\n\n`)
        after = id
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  })
}

/** The note acceptor, as a broker beside the page drives it. */
function noteRoutes(app: App, { db }: Services): void {
  app.get(`${broker}/notes`, { schema: { hide, params: Machine } }, (request) => notes(db, keyOf(request.params)))
  app.post(`${broker}/notes/let-in`, { schema: { hide, params: Machine, body: LetIn } }, async (request, reply) => {
    await letIn(db, keyOf(request.params), request.body.on)
    return reply.code(204).send()
  })
  app.post(`${broker}/notes/route`, { schema: { hide, params: Machine, body: RouteNote } }, async (request) => ({ done: await routeNote(db, keyOf(request.params), request.body) }))
  app.get(`${inside}/box`, { schema: { hide, params: Machine } }, (request) => boxOf(db, keyOf(request.params)))
}

/** A hand at the acceptor, and what the machine's state is after it. */
async function touchNotes(db: Services['db'], machine: string, what: string): Promise<void> {
  await touchAcceptor(db, machine, what)
  const { cash } = await notes(db, machine)
  if (cash !== (await stateOf(db, machine)).cash) await setState(db, machine, { cash })
}

/** What hands do at the machine: a test's by JSON, a person's by the page's forms. */
function handRoutes(app: App, { db }: Services): void {
  app.post(`${inside}/act`, { schema: { hide, params: Machine, body: Act } }, async (request, reply) => {
    const machine = keyOf(request.params)
    if (request.body.type === 'set') await setState(db, machine, Object.fromEntries(Object.entries(request.body.state).filter(([, value]) => value !== undefined)))
    else if (request.body.type === 'note') await touchNotes(db, machine, request.body.what)
    else await signal(db, machine, request.body)
    return reply.code(202).send({ id: newId() })
  })

  app.post(`${inside}/hands`, { schema: { hide, params: Machine } }, async (request, reply) => {
    const machine = keyOf(request.params)
    const form = new URLSearchParams(String(request.body))
    const [what, value] = [form.get('what') ?? '', form.get('value') ?? '']
    const state = DeviceState.partial().safeParse({ [what]: value })
    if (what === 'resident-id' || what === 'insurance-code') await signal(db, machine, { type: 'document', kind: what, number: value.slice(0, 40) })
    else if (what === 'code') await signal(db, machine, { type: 'code', text: value.slice(0, 200) })
    else if (what === 'note') await touchNotes(db, machine, value.slice(0, 12))
    else if (state.success) await setState(db, machine, { ...(await stateOf(db, machine)), [what]: value })
    return reply.redirect(request.url.replace(/\/hands$/, ''), 303)
  })
}

/** What came out of the printer. */
function paperRoutes(app: App, { db }: Services): void {
  app.get(`${inside}/papers`, { schema: { hide, params: Machine } }, (request) => papersOf(db, keyOf(request.params)))

  app.get(`${inside}/papers/:id`, { schema: { hide, params: Machine.extend({ id: z.uuid() }) } }, async (request, reply) => {
    const paper = await paperContent(db, keyOf(request.params), request.params.id)
    return paper ? reply.type(paper.mime).send(paper.content) : reply.callNotFound()
  })

  app.get(inside, { schema: { hide, params: Machine } }, async (request, reply) =>
    reply.type('text/html; charset=utf-8').send(insidePage(request.params, await stateOf(db, keyOf(request.params)), await papersOf(db, keyOf(request.params)))))
}
