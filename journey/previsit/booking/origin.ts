import { sql } from 'kysely'
import { staffName } from '#journey/throughout/access/index.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Appointment, Origin, OriginKind } from './contract.ts'

export interface NewOrigin {
  readonly kind: OriginKind
  readonly reason?: string
  readonly referringVisit?: string
  /** The patient agreed to be booked there by somebody else. */
  readonly consented?: boolean
  readonly togetherId?: string
}

/** Writes down how an appointment came to be, for the patient, the hospital and whoever sent them; in the booking's own transaction. */
export async function noteOrigin(tx: Tx, context: Context, { institutionId, id, personId }: Appointment, origin: NewOrigin): Promise<void> {
  const { actor, now } = context
  const staff = actor.kind === 'staff' ? actor : undefined
  const name = staff ? ((await staffName(tx, staff.institutionId, staff.accountId)) ?? '') : ''
  await sql`insert into booking.origin (institution_id, id, person_id, kind, reason, from_institution_id, from_staff_id, from_name, referring_visit,
      consented_at, together_id, created_at)
    values (${institutionId}, ${id}, ${personId}, ${origin.kind}, ${origin.reason ?? ''}, ${staff?.institutionId ?? null}, ${staff?.staffId ?? null}, ${name},
      ${origin.referringVisit ?? null}, ${origin.consented ? now : null}, ${origin.togetherId ?? null}, ${now})`.execute(tx)
  await audit(tx, context, {
    action: 'booking.note-origin', personId, subject: `appointment/${id}`, institutionId,
    detail: { kind: origin.kind, reason: origin.reason ?? '', consented: origin.consented ?? false, fromInstitutionId: staff?.institutionId ?? null },
  })
}

interface Row extends Omit<Origin, 'consentedAt' | 'fromInstitutionName' | 'fromInstitutionNameEn'> {
  readonly id: string
  readonly consentedAt: Date | null
}

/** How these appointments came to be, by their ids; one that the patient made alone is absent. */
export async function originsOf(tx: Tx, snapshot: Snapshot, of: readonly { readonly institutionId: number; readonly id: string }[]): Promise<Map<string, Origin>> {
  if (of.length === 0) return new Map()
  const { rows } = await sql<Row>`select id, kind, reason, from_institution_id as "fromInstitutionId", from_name as "fromName", referring_visit as "referringVisit",
      consented_at as "consentedAt", together_id as "togetherId"
    from booking.origin where (institution_id, id) in (
      select i, a from unnest(${of.map((one) => one.institutionId)}::integer[], ${of.map((one) => one.id)}::uuid[]) u(i, a))`.execute(tx)
  return new Map(rows.map(({ id, consentedAt, ...row }) => {
    const institution = row.fromInstitutionId === null ? undefined : snapshot.institutions.get(row.fromInstitutionId)
    return [id, {
      ...row, consentedAt: consentedAt?.toISOString() ?? null,
      fromInstitutionName: institution?.name ?? '', fromInstitutionNameEn: institution?.nameEn ?? '',
    }]
  }))
}
