import { sql } from 'kysely'
import { pastVisits } from '#journey/outpatient/consulting/index.ts'
import { entriesOf, personSummary } from '#journey/throughout/people/index.ts'
import { audit } from '#platform/audit/index.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { billOf, billsOfIntake, intakeById } from '#journey/throughout/billing/index.ts'
import type { AskPrint, JobState, PrintJob } from '../contract.ts'
import { JobUnknown, NothingToPrint } from '../errors.ts'
import { machineChanged } from '../events.ts'
import type { MachineContext } from '../machine-context.ts'
import { paperPdf } from '../paper/paper-pdf.ts'
import { cashNow } from '../cash/cash-now.ts'
import { cashPaper } from '../paper/cash-paper.ts'
import { receiptPaper, reportPaper, ticketPaper, type Paper } from '../paper/papers.ts'
import { paperReceipts } from '../queries/kiosk-bills.ts'
import { announce } from '#platform/events/index.ts'
import { ownAppointment, ticketOf } from './check-in-at-kiosk.ts'

type Wanted = AskPrint & { readonly personId: string; readonly publicUrl: string }

/**
 * A page for the machine's printer of something that is theirs who stand there; what is not theirs does not exist
 * ({@link NothingToPrint}). Asked again it is printed again, with an audit row each time.
 */
export async function askPrint(tx: Tx, context: MachineContext, wanted: Wanted): Promise<PrintJob> {
  const { institutionId, machine, now } = context
  const paper = await paperOf(tx, context, wanted)
  const jobId = newId()
  await sql`insert into kiosk.print_job (institution_id, id, machine, person_id, kind, visit_id, asked_at, changed_at)
    values (${institutionId}, ${jobId}, ${machine}, ${wanted.personId}, ${wanted.kind}, ${wanted.visitId}, ${now}, ${now})`.execute(tx)
  await audit(tx, context, { action: `kiosk.print-${wanted.kind}`, personId: wanted.personId, subject: `visit/${wanted.visitId}`, institutionId, detail: { machine } })
  return { jobId, title: paper.title, pdf: (await paperPdf(paper)).toString('base64') }
}

async function paperOf(tx: Tx, context: MachineContext, { kind, visitId, personId, publicUrl }: Wanted): Promise<Paper> {
  const { institutionId } = context
  if (kind === 'ticket') return ticketPaper(await ticketOf(tx, context, await ownAppointment(tx, context, institutionId, personId, visitId), true))
  const mine: readonly string[] = await entriesOf(tx, personId)
  const { nameMasked } = await personSummary(tx, context, personId)
  if (kind === 'cash') {
    const intake = await intakeById(tx, institutionId, visitId)
    if (!mine.includes(intake.personId)) throw new NothingToPrint()
    const receipts = []
    for (const billId of await billsOfIntake(tx, institutionId, intake.id)) receipts.push(...(await paperReceipts(tx, { institutionId, billId, publicUrl, intakeId: intake.id })))
    return cashPaper(await cashNow(tx, context, intake), { receipts, nameMasked, machine: context.machine, at: context.now })
  }
  if (kind === 'receipt') {
    const bill = await billOf(tx, context, institutionId, visitId)
    const receipts = mine.includes(bill.personId) ? await paperReceipts(tx, { institutionId, billId: visitId, publicUrl }) : []
    if (receipts.length === 0) throw new NothingToPrint()
    return receiptPaper(receipts)
  }
  const visit = (await pastVisits(tx, mine, { before: context.now, limit: 20 })).find((one) => one.visitId === visitId && one.institutionId === institutionId)
  if (!visit) throw new NothingToPrint()
  return reportPaper(visit, nameMasked, context.now)
}

/** What the printer says became of it. A print that ended stays ended. Throws {@link JobUnknown} for another machine's. */
export async function noteJob(tx: Tx, context: MachineContext, jobId: string, state: JobState): Promise<void> {
  const { institutionId, machine, now } = context
  const { rows } = await sql<{ was: string }>`update kiosk.print_job j set state = case when j.state = 'printed' then j.state else ${state} end, changed_at = ${now}
    where institution_id = ${institutionId} and id = ${jobId} and machine = ${machine} returning state as was`.execute(tx)
  if (!rows[0]) throw new JobUnknown()
  if (state === 'paper-out' || state === 'jam') await announce(tx, context, machineChanged(institutionId, machine))
}
