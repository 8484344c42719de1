import { z } from 'zod'
import { staffName } from '#journey/throughout/access/index.ts'
import { BoxCount, CountBox } from '#journey/throughout/billing/contract.ts'
import { BoxNotCounted, BoxNotOut, countBox } from '#journey/throughout/billing/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { NotAllowed } from '#platform/http/access.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { emptyMachine, kioskBoxes } from '../cash/empty-machine.ts'
import { KioskBoxes } from '../contract.ts'
import { MachineUnknown } from '../errors.ts'

const tags = ['kiosk', 'billing']
const config = { access: allow('cashier'), purpose: 'payment' }

/** Cashiers take the boxes out and count them before they see what should be in them. */
export const boxRoutes: Routes = (app) => {
  app.get('/api/kiosk/boxes', {
    schema: { operationId: 'listKioskBoxes', summary: 'Machines that take notes, boxes that wait to be counted, and what the last ones held', tags, response: { 200: KioskBoxes } },
    config: { ...config, access: allow('cashier', 'manager', 'accountant') },
  }, (request) => query(request, async (tx, context) => kioskBoxes(tx, (await who(tx, context)).institutionId)))

  app.post('/api/kiosk/machines/:machine/box/out', {
    schema: { operationId: 'takeOutKioskBox', summary: 'I take the box out of this machine and put in an empty one', tags, params: z.object({ machine: z.string().max(40) }), response: { 201: BoxCount } },
    config: { ...config, outcomes: [MachineUnknown, BoxNotCounted] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => emptyMachine(tx, context, { ...(await who(tx, context)), machine: request.params.machine })))

  app.post('/api/kiosk/boxes/:id/count', {
    schema: { operationId: 'countKioskBox', summary: 'What I counted, note by note; answers what should have been there', tags, params: z.object({ id: z.uuid() }), body: CountBox, response: { 200: BoxCount } },
    config: { ...config, outcomes: [BoxNotOut] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => countBox(tx, context, { ...(await who(tx, context)), id: request.params.id, ...request.body })))
}

async function who(tx: Tx, { actor }: Context): Promise<{ institutionId: number; by: string }> {
  if (actor.kind !== 'staff') throw new NotAllowed()
  return { institutionId: actor.institutionId, by: (await staffName(tx, actor.institutionId, actor.accountId)) ?? actor.accountId }
}
