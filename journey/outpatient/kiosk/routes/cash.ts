import { z } from 'zod'
import { AmountChanged, BillNotFound, billOf, finishIntake, intakeById, IntakeNotFound, NothingDue, openIntake, PaymentUnderWay, touchIntake } from '#journey/throughout/billing/index.ts'
import { entriesOf } from '#journey/throughout/people/index.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { allow, command, type Routes } from '#platform/http/index.ts'
import { cashNow, cashOf } from '../cash/cash-now.ts'
import { hearAcceptor } from '../cash/hear-acceptor.ts'
import { offerNote } from '../cash/offer-note.ts'
import { CashNow, HeardNotes, NoteAnswer, NoteReading, OfferNote, StartCash } from '../contract.ts'
import { KioskNotSetUp, OutOfService, SessionOver } from '../errors.ts'
import type { MachineContext } from '../machine-context.ts'
import { checkInService } from '../operations/run-machine.ts'
import { actAsKiosk, atMachine, machineOf } from '../pass.ts'

const tags = ['kiosk', 'billing']
const config = { access: allow('anyone'), purpose: 'payment', rateLimit: { max: 1_200, timeWindow: '1 minute', keyGenerator: machineOf } }
const refusals = [KioskNotSetUp, SessionOver]
const Ref = z.object({ id: z.uuid() })

/** Notes into the machine. What its acceptor says is heard whether or not anybody stands there; a new note needs whoever does. */
export const cashRoutes: Routes = (app, services) => {
  app.post('/api/kiosk/cash', {
    schema: { operationId: 'startCashAtKiosk', summary: 'Begin to put in notes, for a bill or for the balance', tags, body: StartCash, response: { 201: CashNow } },
    config: { ...config, outcomes: [...refusals, OutOfService, BillNotFound, NothingDue, AmountChanged, PaymentUnderWay] },
  }, async (request, reply) => {
    const { context: at, personId } = await atMachine(request)
    const { institutionId, machine } = at
    return command(request, reply, 201, async (tx, context) => {
      await checkInService(tx, at)
      const { billId } = request.body
      if (billId !== undefined) await isTheirs(tx, at, billId, personId)
      return cashNow(tx, at, await openIntake(tx, context, { institutionId, machine, personId, ...request.body }))
    })
  })

  app.post('/api/kiosk/cash/:id/notes', {
    schema: { operationId: 'offerNoteAtKiosk', summary: 'A note lies in the machine: may it be taken? Sent again, the answer is the same', tags, params: Ref, body: OfferNote, response: { 200: NoteAnswer } },
    config: { ...config, outcomes: [...refusals, IntakeNotFound] },
  }, async (request) => {
    const { context, personId } = await atMachine(request)
    return inTransaction(services.db, context, (tx) => offerNote(tx, context, { ...request.body, intakeId: request.params.id, personId }))
  })

  app.post('/api/kiosk/cash/:id/finish', {
    schema: { operationId: 'finishCashAtKiosk', summary: 'Done: it pays the bill, the rest is in the balance; sent again, nothing more happens', tags, params: Ref, response: { 200: CashNow } },
    config: { ...config, outcomes: [KioskNotSetUp, IntakeNotFound] },
  }, (request) => {
    const at = actAsKiosk(request)
    return inTransaction(services.db, at, async (tx) => cashNow(tx, at, await finishIntake(tx, at, await ofThisMachine(tx, at, request.params.id))))
  })

  app.post('/api/kiosk/cash/readings', {
    schema: {
      operationId: 'tellNotesAtKiosk', summary: 'What the note acceptor of the machine says; the same reading again changes nothing', tags,
      body: z.object({ reading: NoteReading, cashId: z.uuid().optional(), /** Whoever puts in notes is still there. */ isThere: z.boolean().default(false) }), response: { 200: HeardNotes },
    },
    config: { ...config, outcomes: [KioskNotSetUp, IntakeNotFound] },
  }, (request) => {
    const at = actAsKiosk(request)
    const { reading, cashId, isThere } = request.body
    return inTransaction(services.db, at, async (tx) => {
      await hearAcceptor(tx, at, reading)
      if (cashId !== undefined) await ofThisMachine(tx, at, cashId)
      if (cashId !== undefined && isThere) await touchIntake(tx, at, { institutionId: at.institutionId, id: cashId })
      return { seq: reading.seq, cash: await cashOf(tx, at, cashId) }
    })
  })
}

async function isTheirs(tx: Tx, at: MachineContext, billId: string, personId: string): Promise<void> {
  const mine: readonly string[] = await entriesOf(tx, personId)
  if (!mine.includes((await billOf(tx, at, at.institutionId, billId)).personId)) throw new BillNotFound()
}

async function ofThisMachine(tx: Tx, { institutionId, machine }: MachineContext, id: string) {
  const intake = await intakeById(tx, institutionId, id)
  if (intake.machine !== machine) throw new IntakeNotFound()
  return intake
}
