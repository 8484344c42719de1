import { z } from 'zod'
import { PoolCode } from '#engines/capacity/contract.ts'
import { poolTerms } from '#engines/capacity/index.ts'
import { directory } from '#journey/throughout/directory/index.ts'
import type { Tx } from '#platform/database/index.ts'
import { type App, allow, command, query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import type { Services } from '#platform/services.ts'
import { Eligibility, Fill, FillQuery, MoveRequest, PoolChange, PoolRules, ReleasedSession, ReleaseFigures, ReleaseQuery, ReleaseUnitsQuery, SessionStory, ShareToSet } from './contract.ts'
import { LadderRunsBack, LooksAfterItself, MoreThanAll, NothingFree, PoolNotFound, SessionNotFound, SessionStopped } from './errors.ts'
import { byThemselves, changePool } from './operations/change-pool.ts'
import { moveByHand } from './operations/move-by-hand.ts'
import { endShare, setShare } from './operations/set-share.ts'
import { sharesOf } from './operations/share-out.ts'
import { fillOfDepartment } from './queries/fill.ts'
import { asCsv, asWorkbook } from './queries/release-export.ts'
import { releasedSessions, releaseFigures } from './queries/release-figures.ts'
import { sessionStory } from './queries/session-story.ts'

const tags = ['pools']
const office = { access: allow('manager'), purpose: 'operations' }

export const routes: Routes = (app, services) => {
  fillRoutes(app, services)
  ruleRoutes(app)
  figureRoutes(app, services)
}

function fillRoutes(app: App, services: Services): void {
  app.get('/api/pools/fill', {
    schema: { operationId: 'poolFill', summary: 'Units by pool, taken and foreseen, of a department', tags, querystring: FillQuery, response: { 200: Fill } },
    config: office,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => fillOfDepartment(tx, snapshot, context.institutionId!, request.query, context.now))
  })

  app.get('/api/pools/sessions/:sessionId', {
    schema: { operationId: 'sessionStory', summary: 'Why each unit of a session is where it is', tags, params: z.object({ sessionId: z.coerce.number().int().positive() }), response: { 200: SessionStory } },
    config: { ...office, outcomes: [SessionNotFound] },
  }, (request) => query(request, (tx, context) => sessionStory(tx, context.institutionId!, request.params.sessionId, context.now)))

  app.post('/api/pools/moves', {
    schema: { operationId: 'moveUnits', summary: 'Borrow free units of one pool for another', tags, body: MoveRequest, response: { 201: z.object({ moved: z.number().int() }) } },
    config: { ...office, outcomes: [LooksAfterItself, NothingFree, SessionStopped, SessionNotFound] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => ({ moved: await moveByHand(tx, context, context.institutionId!, request.body) })))
}

function ruleRoutes(app: App): void {
  const outcomes = [PoolNotFound, LooksAfterItself, LadderRunsBack, MoreThanAll]

  app.get('/api/pools/rules', {
    schema: { operationId: 'poolRules', summary: 'What each pool is, and which shares hold', tags, response: { 200: PoolRules } },
    config: office,
  }, (request) => query(request, (tx, context) => rulesOf(tx, context.institutionId!)))

  app.put('/api/pools/rules/:code', {
    schema: { operationId: 'changePool', summary: 'Change when a pool opens, for whom, and its release ladder', tags, params: z.object({ code: PoolCode }), body: PoolChange, response: { 200: PoolRules } },
    config: { ...office, outcomes },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await changePool(tx, context, context.institutionId!, request.params.code, request.body)
    return rulesOf(tx, context.institutionId!)
  }))

  app.post('/api/pools/shares', {
    schema: { operationId: 'setShare', summary: 'Which percentage of the units of a kind of clinic a pool has', tags, body: ShareToSet, response: { 201: PoolRules } },
    config: { ...office, outcomes },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    await setShare(tx, context, context.institutionId!, request.body)
    return rulesOf(tx, context.institutionId!)
  }))

  app.post('/api/pools/shares/:id/end', {
    schema: { operationId: 'endShare', summary: 'No longer share for sessions to come', tags, params: z.object({ id: z.uuid() }), body: z.object({}), response: { 200: PoolRules } },
    config: office,
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await endShare(tx, context, context.institutionId!, request.params.id)
    return rulesOf(tx, context.institutionId!)
  }))
}

async function rulesOf(tx: Tx, institutionId: number): Promise<PoolRules> {
  const pools = await poolTerms(tx, institutionId)
  return {
    pools: pools.map((pool) => ({ ...pool, eligibility: Eligibility.parse(pool.eligibility), steps: [...pool.steps], byItself: byThemselves.includes(pool.code) })),
    shares: await sharesOf(tx, institutionId),
  }
}

function figureRoutes(app: App, services: Services): void {
  const readers = { access: allow('manager', 'auditor'), purpose: 'operations' }

  app.get('/api/pools/released', {
    schema: { operationId: 'releaseFigures', summary: 'Indicator 2: units open to primary care over all units', tags, querystring: ReleaseQuery, response: { 200: ReleaseFigures } },
    config: readers,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => releaseFigures(tx, snapshot, context.institutionId!, request.query.from, request.query.to, context.now))
  })

  app.get('/api/pools/released/sessions', {
    schema: { operationId: 'releasedSessions', summary: 'The sessions behind one figure', tags, querystring: ReleaseUnitsQuery, response: { 200: z.array(ReleasedSession) } },
    config: readers,
  }, async (request) => {
    const { snapshot } = await directory(services)
    return query(request, (tx, context) => releasedSessions(tx, snapshot, context.institutionId!, request.query.month, request.query.group, context.now))
  })

  app.get('/api/pools/released/file.:format', {
    schema: { operationId: 'releaseFile', summary: 'The figures as a spreadsheet', tags, params: z.object({ format: z.enum(['csv', 'xlsx']) }), querystring: ReleaseQuery },
    config: readers,
  }, async (request, reply) => {
    const { snapshot } = await directory(services)
    const figures = await query(request, (tx, context) => releaseFigures(tx, snapshot, context.institutionId!, request.query.from, request.query.to, context.now))
    const { format } = request.params
    const language = languageOf(request.headers) === 'en' ? 'en' : 'zh-CN'
    void reply.header('content-disposition', `attachment; filename="indicator-2-${figures.institutionId}-${figures.from}.${format}"`)
    if (format === 'csv') return reply.header('content-type', 'text/csv; charset=utf-8').send(asCsv(figures, language))
    return reply.header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(await asWorkbook(figures, language))
  })
}
