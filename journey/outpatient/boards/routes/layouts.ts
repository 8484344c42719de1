import { z } from 'zod'
import { ZoneNotFound } from '#engines/queue/index.ts'
import { newId } from '#platform/database/index.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { Boards, BoardView, LayoutContent, LayoutHistory, LayoutId, PublishLayout } from '../contract.ts'
import { BoardNotFound, ChangedMeanwhile, NothingToUndo } from '../errors.ts'
import { publishLayout, undoLayout } from '../operations/publish-layout.ts'
import { boardsHere, layoutHistory } from '../queries/boards.ts'
import { staffAt } from '../policy.ts'
import { boardView, viewOf } from '../queries/board-view.ts'
import { shareReads } from '../share-reads.ts'

const tags = ['boards']
const purpose = 'operations'
export const editors = allow('nurse', 'registrar', 'admin', 'manager')
const OfLayout = z.object({ layoutId: LayoutId })

/** What hangs on the wall is for everybody: a board needs no sign-in and shows masked names only. */
export const layoutRoutes: Routes = (app) => {
  const share = shareReads<BoardView>()
  app.get('/api/boards/:institutionId/:layoutId', {
    schema: {
      operationId: 'readBoard', summary: 'The board at this address, as it is now', tags,
      params: OfLayout.extend({ institutionId: z.coerce.number().int() }), response: { 200: BoardView },
    },
    config: { access: allow('anyone'), purpose, outcomes: [BoardNotFound] },
  }, (request) => {
    const { institutionId, layoutId } = request.params
    return share(`${institutionId}/${layoutId}`, () => query(request, (tx, context) => boardView(tx, context, institutionId, layoutId)))
  })

  app.get('/api/boards/layouts', {
    schema: { operationId: 'listBoards', summary: 'The boards of my institution, and what there is to put on one', tags, response: { 200: Boards } },
    config: { access: editors, purpose },
  }, (request) => query(request, boardsHere))

  app.post('/api/boards/preview', {
    schema: { operationId: 'previewBoard', summary: 'What a board would show now, before it is published', tags, body: LayoutContent, response: { 200: BoardView } },
    config: { access: editors, purpose, outcomes: [ZoneNotFound] },
  }, (request) => query(request, (tx, context) => {
    const { institutionId } = staffAt(context)
    return viewOf(tx, context, { ...request.body, institutionId, id: 'preview', version: 1, publishedBy: '', publishedAt: null, boardPath: '' })
  }))

  app.post('/api/boards/layouts', {
    schema: { operationId: 'makeLayout', summary: 'Make a board of one’s own, beside those of the zones', tags, body: PublishLayout.pick({ content: true }), response: { 201: LayoutHistory } },
    config: { access: editors, purpose, outcomes: [ZoneNotFound] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    const id = `l-${newId().slice(-12)}`
    await publishLayout(tx, context, id, { version: 0, content: request.body.content })
    return layoutHistory(tx, context, id)
  }))

  app.get('/api/boards/layouts/:layoutId', {
    schema: { operationId: 'readLayout', summary: 'A layout and its versions', tags, params: OfLayout, response: { 200: LayoutHistory } },
    config: { access: editors, purpose, outcomes: [BoardNotFound] },
  }, (request) => query(request, (tx, context) => layoutHistory(tx, context, request.params.layoutId)))

  app.put('/api/boards/layouts/:layoutId', {
    schema: { operationId: 'publishLayout', summary: 'Publish a layout: its screens change by themselves', tags, params: OfLayout, body: PublishLayout, response: { 200: LayoutHistory } },
    config: { access: editors, purpose, outcomes: [ChangedMeanwhile, ZoneNotFound, BoardNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    const { layoutId } = request.params
    await layoutHistory(tx, context, layoutId)
    await publishLayout(tx, context, layoutId, request.body)
    return layoutHistory(tx, context, layoutId)
  }))

  app.post('/api/boards/layouts/:layoutId/undo', {
    schema: { operationId: 'undoLayout', summary: 'Put back what the board showed before', tags, params: OfLayout, body: z.object({ version: z.int() }), response: { 200: LayoutHistory } },
    config: { access: editors, purpose, outcomes: [NothingToUndo, ChangedMeanwhile] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await undoLayout(tx, context, request.params.layoutId, request.body.version)
    return layoutHistory(tx, context, request.params.layoutId)
  }))
}
