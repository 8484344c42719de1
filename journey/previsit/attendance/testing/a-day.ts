import { sql } from 'kysely'
import { bookAppointment } from '#journey/previsit/booking/index.ts'
import { aClinic, MONDAY, patient, people, SUNDAY } from '#journey/previsit/booking/testing/a-clinic.ts'
import { phoneColumns } from '#journey/throughout/people/index.ts'
import { type Actor, type Context, type InstitutionId, systemContext } from '#platform/context/context.ts'
import { type Db, inTransaction, newId } from '#platform/database/index.ts'

export { aClinic, MONDAY, patient, SUNDAY }

let phones = 0

/** People with a phone of their own, or without. */
export async function somebody(owner: Db, { phone = true, birthDate = '1980-03-01' }: { phone?: boolean; birthDate?: string } = {}): Promise<string> {
  const [id] = await people(owner, 1)
  const columns = phoneColumns(phone ? `1000000${String(++phones).padStart(4, '0')}` : null)
  await sql`update people.person set phone_sealed = ${columns.phone_sealed}, phone_hash = ${columns.phone_hash}, phone_masked = ${columns.phone_masked},
    birth_date = ${birthDate} where person_id = ${id}`.execute(owner)
  return id!
}

/** Books at a moment, as the person themselves. */
export async function book(db: Db, { personId, institutionId = 1, periodId, at }: { personId: string; institutionId?: number; periodId: number; at: Date }): Promise<string> {
  const context: Context = { actor: patient(personId), institutionId: null, purpose: 'booking', now: at, requestId: 'test', channel: 'web' }
  const made = await inTransaction(db, context, (tx) => bookAppointment(tx, context, { institutionId, personId, periodId, pool: 'public', note: '' }))
  return made.id
}

export const staff = (role: string, institutionId = 1): Actor => ({ kind: 'staff', accountId: newId(), staffId: 1, institutionId: institutionId as InstitutionId, roles: [role] })

/** Messages about visits as they wait to be sent, oldest first. */
export async function messages(owner: Db): Promise<{ personId: string; template: string; params: string[]; notAfter: Date }[]> {
  const { rows } = await sql<{ personId: string; template: string; params: string[]; notAfter: Date }>`select person_id as "personId", template, params, not_after as "notAfter"
    from messaging.message where template like 'visit-reminder%' order by created_at, id`.execute(owner)
  return rows
}

export const linkOf = ({ params }: { params: string[] }) => params[4]!.split('/r/')[1]!
export const asSystem = (at: Date) => systemContext('test', at)
export const localTime = (day: string, time: string) => new Date(`${day}T${time}:00+08:00`)
