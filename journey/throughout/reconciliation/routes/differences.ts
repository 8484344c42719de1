import { z } from 'zod'
import { command, query, type Routes } from '#platform/http/index.ts'
import { Day, Decide, Difference, DifferenceClass, DifferenceDetail, Propose, StatementChannel } from '../contract.ts'
import { DifferenceDecided, DifferenceNotFound, NothingToBook, SecondAccountantNeeded } from '../errors.ts'
import { decideResolution, proposeResolution } from '../operations/resolve-difference.ts'
import { at, doing, looking } from '../policy.ts'
import { differenceDetail, differences } from '../queries/differences.ts'

const tags = ['reconciliation', 'differences']
const Path = z.object({ id: z.uuid() })
const Filter = z.object({ state: z.enum(['open', 'closed']).default('open'), day: Day.optional(), channel: StatementChannel.optional(), class: DifferenceClass.optional() })

export const differenceRoutes: Routes = (app) => {
  app.get('/api/reconciliation/differences', {
    schema: { operationId: 'listDifferences', summary: 'Where the channels and our books disagree: what is to do, or what was closed lately', tags, querystring: Filter, response: { 200: z.array(Difference) } },
    config: looking,
  }, (request) => query(request, (tx, context) => differences(tx, context, at(context), request.query)))

  app.get('/api/reconciliation/differences/:id', {
    schema: { operationId: 'readDifference', summary: 'One difference: both sides, what was done about it and by whom', tags, params: Path, response: { 200: DifferenceDetail } },
    config: { ...looking, outcomes: [DifferenceNotFound] },
  }, (request) => query(request, (tx, context) => differenceDetail(tx, context, at(context), request.params.id)))

  app.post('/api/reconciliation/differences/:id/propose', {
    schema: { operationId: 'proposeResolution', summary: 'Say what is to become of it; where money is at stake a second person decides', tags, params: Path, body: Propose, response: { 200: DifferenceDetail } },
    config: { ...doing, outcomes: [DifferenceNotFound, DifferenceDecided, NothingToBook] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await proposeResolution(tx, context, request.params.id, request.body)
    return differenceDetail(tx, context, at(context), request.params.id)
  }))

  app.post('/api/reconciliation/differences/:id/decide', {
    schema: { operationId: 'decideResolution', summary: 'The second person agrees or not; whoever proposed may take it back', tags, params: Path, body: Decide, response: { 200: DifferenceDetail } },
    config: { ...doing, outcomes: [DifferenceNotFound, DifferenceDecided, SecondAccountantNeeded] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await decideResolution(tx, context, request.params.id, request.body)
    return differenceDetail(tx, context, at(context), request.params.id)
  }))
}
