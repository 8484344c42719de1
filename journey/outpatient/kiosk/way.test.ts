import { expect, test } from 'vitest'
import { PlanDocument } from '#journey/throughout/guidance/contract.ts'
import { printer } from '#journey/throughout/billing/index.ts'
import { publishPlan, putDraft } from '#journey/throughout/guidance/index.ts'
import { type InstitutionId, systemContext } from '#platform/context/context.ts'
import { inTransaction } from '#platform/database/index.ts'
import type { KioskTicket } from './contract.ts'
import { eachLine } from './paper/paper-pdf.ts'
import { ticketPaper } from './paper/papers.ts'
import { aHall, CENTRAL, NINE } from './testing/a-hall.ts'

const { db, server, at, aMachine, anAppointment, nurse } = await aHall()

/** The entrance below, the machine's hall, a lift, and the doctor's room two floors up. */
const BUILDING: PlanDocument = PlanDocument.parse({
  format: 'liuxin-plan-1', name: '本部', buildings: [{ id: 'A', name: '门诊楼', nameEn: 'Clinic' }],
  levels: [{ id: 'A1', building: 'A', ordinal: 0, name: '1 层', nameEn: '1F' }, { id: 'A3', building: 'A', ordinal: 2, name: '3 层', nameEn: '3F' }],
  units: [
    ...['A1', 'A3'].flatMap((level) => [
      { id: `${level}-corridor`, level, kind: 'corridor', polygon: [[0, 0], [60, 0], [60, 3], [0, 3]] }, { id: `${level}-lift`, level, kind: 'lift', name: '1 号电梯', polygon: [[-3, 0], [-0.1, 0], [-0.1, 3], [-3, 3]] },
    ]),
    { id: 'door', level: 'A1', kind: 'entrance', name: '正门', polygon: [[50, -5], [54, -5], [54, -0.1], [50, -0.1]] },
    { id: 'hall', level: 'A1', kind: 'hall', name: '东大厅', polygon: [[4, -5], [8, -5], [8, -0.1], [4, -0.1]] },
    { id: 'room', level: 'A3', kind: 'room', name: '心血管内科 5诊室', also: ['5诊室'], polygon: [[8, 3.1], [14, 3.1], [14, 9], [8, 9]] },
  ],
  openings: [
    { id: 'l1', level: 'A1', line: [[-0.05, 1], [-0.05, 2]] }, { id: 'l3', level: 'A3', line: [[-0.05, 1], [-0.05, 2]] }, { id: 'd', level: 'A1', line: [[51, -0.05], [53, -0.05]] },
    { id: 'h', level: 'A1', line: [[5, -0.05], [7, -0.05]] }, { id: 'r', level: 'A3', line: [[10, 3.05], [11.2, 3.05]] },
  ],
  connectors: [{ id: 'lift', kind: 'lift', name: '1 号电梯', nameEn: 'Lift 1', units: ['A1-lift', 'A3-lift'] }],
})

test('O3 O6 the ticket says how one walks from the machine to the room: the floor, the minutes, every turn; from the entrance when nobody knows where the machine stands', async () => {
  at(0)
  const ticketAt = async (name: string) => {
    const person = await anAppointment()
    const machine = aMachine(name)
    const { session } = await machine.identify(person.number)
    return { session, machine, person, ticket: (await machine.ask('POST', 'check-ins', { visitId: person.visitId }, session)).body as KioskTicket }
  }
  expect((await ticketAt('11 号机')).ticket.way).toBeNull()
  const context = systemContext('test', NINE, CENTRAL as InstitutionId)
  await inTransaction(db, context, async (tx) => {
    const { revision } = await putDraft(tx, context, { institutionId: CENTRAL, campusId: 1, plan: BUILDING, source: 'drawn', repairs: [], note: '' })
    await publishPlan(tx, context, { institutionId: CENTRAL, campusId: 1, revision })
  })
  const fromDoor = (await ticketAt('12 号机')).ticket.way!
  expect(fromDoor).toMatchObject({ fromMachine: false, floor: '3 层' })
  expect((await server.request('POST', '/api/kiosk/machines', { as: nurse, body: { machine: '13 号机', place: '东大厅' } })).status).toBe(201)
  const { ticket, machine, session, person } = await ticketAt('13 号机')
  expect(ticket.way).toMatchObject({ fromMachine: true, floor: '3 层' })
  expect(ticket.way!.minutes).toBeLessThanOrEqual(fromDoor.minutes)
  expect(ticket.way!.turns.map(({ text }) => text).join()).toContain('电梯')
  expect(ticketPaper(ticket).parts.flatMap((part) => ('text' in part ? [part.text] : [])).join('\n')).toContain(`1. ${ticket.way!.turns[0]!.text}`)
  expect(await machine.ask('POST', 'print-jobs', { kind: 'ticket', visitId: person.visitId }, session)).toMatchObject({ status: 201, body: { title: `号票 ${ticket.label}` } })
})

test('O3 on paper the end of a line ends the line, and only a sign the font lacks is told by its number', async () => {
  const { drawable } = await printer()
  expect(eachLine('1. 直走 8 米\n2. 到了', drawable)).toBe('1. 直走 8 米\n2. 到了')
})
