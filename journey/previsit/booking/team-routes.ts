import { z } from 'zod'
import { directory } from '#journey/throughout/directory/index.ts'
import { allow, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import { Partner, SavePartner, SaveTeam, Team, TeamDoctor } from './contract.ts'
import { MemberUnknown, NotAPartner, TeamNameTaken, TeamNotFound } from './errors.ts'
import { savePartner } from './operations/save-partner.ts'
import { endTeam, saveTeam } from './operations/save-team.ts'
import { hospitalsToSendTo, senders } from './queries/partners.ts'
import { doctorsOf, teamsOf } from './queries/teams.ts'

const tags = ['booking']
const manager = { access: allow('manager'), purpose: 'operations' }
const staff = { access: allow('staff'), purpose: 'operations' }
const number = z.coerce.number().int().positive()

/** Who books for whom: the treatment teams of a hospital, and the institutions that may send to it. */
export const teamRoutes: Routes = (app, services) => {
  const snapshot = async () => (await directory(services)).snapshot

  app.get('/api/booking/teams', {
    schema: { operationId: 'listTeams', summary: 'The treatment teams of this hospital', tags, response: { 200: z.array(Team) } }, config: staff,
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => teamsOf(tx, known, context.institutionId!))
  })

  app.get('/api/booking/teams/doctors', {
    schema: { operationId: 'listTeamDoctors', summary: 'The doctors of this hospital, who can belong to a team', tags, response: { 200: z.array(TeamDoctor) } }, config: manager,
  }, async (request) => doctorsOf(await snapshot(), contextOf(request).institutionId!))

  app.post('/api/booking/teams', {
    schema: { operationId: 'makeTeam', summary: 'Make a treatment team', tags, body: SaveTeam, response: { 201: z.object({ id: number }) } },
    config: { ...manager, outcomes: [MemberUnknown, TeamNameTaken] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => ({ id: await saveTeam(tx, context, context.institutionId!, null, request.body) })))

  app.put('/api/booking/teams/:id', {
    schema: { operationId: 'changeTeam', summary: 'Say anew who belongs to a team', tags, params: z.object({ id: number }), body: SaveTeam, response: { 200: z.object({ id: number }) } },
    config: { ...manager, outcomes: [MemberUnknown, TeamNameTaken, TeamNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => ({ id: await saveTeam(tx, context, context.institutionId!, request.params.id, request.body) })))

  app.post('/api/booking/teams/:id/end', {
    schema: { operationId: 'endTeam', summary: 'End a team', tags, params: z.object({ id: number }), response: { 200: z.object({ id: number }) } },
    config: { ...manager, outcomes: [TeamNotFound] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await endTeam(tx, context, context.institutionId!, request.params.id)
    return { id: request.params.id }
  }))

  app.get('/api/booking/partners/hospitals', {
    schema: { operationId: 'listHospitalsToSendTo', summary: 'The hospitals this institution may send residents to', tags, response: { 200: z.array(Partner) } }, config: staff,
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => hospitalsToSendTo(tx, known, context.institutionId!, context.now))
  })

  app.get('/api/booking/partners/senders', {
    schema: { operationId: 'listSenders', summary: 'Who may send residents to this hospital', tags, response: { 200: z.array(Partner) } }, config: manager,
  }, async (request) => {
    const known = await snapshot()
    return query(request, (tx, context) => senders(tx, known, context.institutionId!))
  })

  app.put('/api/booking/partners/senders/:institutionId', {
    schema: {
      operationId: 'saveSender', summary: 'Let another institution send residents here, or end it', tags, params: z.object({ institutionId: number }), body: SavePartner,
      response: { 200: z.array(Partner) },
    },
    config: { ...manager, outcomes: [NotAPartner] },
  }, async (request, reply) => {
    const known = await snapshot()
    return command(request, reply, 200, async (tx, context) => {
      await savePartner(tx, context, context.institutionId!, request.params.institutionId, request.body)
      return senders(tx, known, context.institutionId!)
    })
  })
}
