import { z } from 'zod'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { AddScreen, ChangeScreen, ScreenHere, ScreenPass, Screens } from '../contract.ts'
import { BoardNotFound, PassNotGood, ScreenNameTaken, ScreenNotFound } from '../errors.ts'
import { addScreen } from '../operations/add-screen.ts'
import { changeScreen } from '../operations/change-screen.ts'
import { noteScreen } from '../operations/note-screen.ts'
import { staffAt } from '../policy.ts'
import { screensHere } from '../queries/screens.ts'
import { issueScreenPass, screenOfPass } from '../screen-pass.ts'
import { editors } from './layouts.ts'

const tags = ['boards']
const purpose = 'operations'

/** The screens on the walls: given a pass, given a layout, heard of. */
export const screenRoutes: Routes = (app, services) => {
  app.get('/api/boards/screen', {
    schema: {
      operationId: 'screenIsHere', summary: 'A screen says that it is there and hears what to show', tags,
      querystring: z.object({ shows: z.coerce.number().int().optional(), page: z.string().max(60).default('') }), response: { 200: ScreenHere },
    },
    config: { access: allow('anyone'), purpose, outcomes: [PassNotGood] },
  }, (request) => {
    const { shows = null, page } = request.query
    const said = { ...screenOfPass(request.headers['x-board-pass'], services.clock.now()), shows, page }
    return query(request, (tx, context) => noteScreen(tx, context, said))
  })

  app.get('/api/boards/screens', {
    schema: { operationId: 'listScreens', summary: 'The screens of my institution and when each was last heard of', tags, response: { 200: Screens } },
    config: { access: editors, purpose },
  }, (request) => query(request, screensHere))

  app.post('/api/boards/screens', {
    schema: { operationId: 'addScreen', summary: 'Register a screen and get the address that opens it', tags, body: AddScreen, response: { 201: ScreenPass } },
    config: { access: editors, purpose, outcomes: [BoardNotFound, ScreenNameTaken] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    const id = await addScreen(tx, context, request.body)
    return { id, path: `/board/screen#pass=${issueScreenPass(staffAt(context).institutionId, id, services.clock.now())}` }
  }))

  app.put('/api/boards/screens/:screenId', {
    schema: {
      operationId: 'changeScreen', summary: 'Give a screen another layout, or take it down', tags,
      params: z.object({ screenId: z.uuid() }), body: ChangeScreen, response: { 200: Screens },
    },
    config: { access: editors, purpose, outcomes: [BoardNotFound, ScreenNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await changeScreen(tx, context, request.params.screenId, request.body)
    return screensHere(tx, context)
  }))
}
