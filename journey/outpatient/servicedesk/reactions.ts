import { sql } from 'kysely'
import { personSummary, tellPerson } from '#journey/throughout/people/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import { newId, type Tx } from '#platform/database/index.ts'
import { announce, type Reaction } from '#platform/events/index.ts'
import { COMPLAINT_ANSWERED, deskChanged, ITEM_LENT } from './events.ts'
import { runningShift } from './queries/shift.ts'

/** A kiosk announces it by this name; the kiosk is not known here otherwise. */
const HELP_CALLED = 'kiosk.help-called.v1'

interface HelpCalled {
  readonly institutionId: number
  readonly machine?: string
  readonly kioskId?: string
  readonly where?: string
  readonly personId?: string | null
}

export const reactions: readonly Reaction[] = [
  {
    name: 'servicedesk.hear-kiosk',
    on: [HELP_CALLED],
    run: (tx, context, event) => hearKiosk(tx, context, event.payload as unknown as HelpCalled, { id: event.id, at: event.occurredAt }),
  },
  {
    name: 'servicedesk.tell-lent',
    on: [ITEM_LENT],
    async run(tx, context, event) {
      const { institutionId, loanId, personId } = event.payload as unknown as { institutionId: number; loanId: string; personId: string }
      const { rows } = await sql<{ kind: string; code: string; dueAt: Date; home: string }>`select i.kind, i.code, l.due_at as "dueAt", i.home from servicedesk.loan l
        join servicedesk.item i on i.institution_id = l.institution_id and i.id = l.item_id where l.institution_id = ${institutionId} and l.id = ${loanId}`.execute(tx)
      const [loan] = rows
      const { nameMasked } = await personSummary(tx, context, personId)
      if (loan) await tellPerson(tx, context, { personId, key: `loan/${loanId}`, template: 'item-lent', params: [nameMasked, loan.code, spoken(loan.dueAt), loan.home] })
    },
  },
  {
    name: 'servicedesk.tell-answered',
    on: [COMPLAINT_ANSWERED],
    async run(tx, context, event) {
      const { institutionId, complaintId, personId } = event.payload as unknown as { institutionId: number; complaintId: string; personId: string | null }
      if (!personId) return
      const { rows } = await sql<{ year: number; number: number }>`select year, number from servicedesk.complaint where institution_id = ${institutionId} and id = ${complaintId}`.execute(tx)
      const { nameMasked } = await personSummary(tx, context, personId)
      if (rows[0]) await tellPerson(tx, context, { personId, key: `complaint/${complaintId}`, template: 'complaint-answered', params: [nameMasked, `${rows[0].year}-${String(rows[0].number).padStart(5, '0')}`] })
    },
  },
]

/** Somebody pressed "help" at a machine: it stands in the desk's list until somebody has gone there. Once per call. */
async function hearKiosk(tx: Tx, context: Context, call: HelpCalled, event: { readonly id: number; readonly at: Date }): Promise<void> {
  await runningShift(tx, call.institutionId, 'share')
  const machine = [call.machine ?? call.kioskId ?? '', call.where ?? ''].filter(Boolean).join(' · ')
  await sql`insert into servicedesk.contact (institution_id, id, person_id, kind, topic, words, minutes, outcome, subject, at)
    values (${call.institutionId}, ${newId()}, ${call.personId ?? null}, 'help', 'other', ${machine}, 0, 'open', ${`kiosk-call/${event.id}`}, ${event.at})
    on conflict (institution_id, subject) where kind = 'help' do nothing`.execute(tx)
  await announce(tx, context, deskChanged(call.institutionId))
}

/** 3月17日 14:00 */
export function spoken(at: Date): string {
  const [, month, day] = localDay(at).split('-').map(Number)
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false }).format(at)
  return `${month}月${day}日 ${time}`
}
