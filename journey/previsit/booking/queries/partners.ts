import { sql } from 'kysely'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Partner } from '../contract.ts'

const inForce = (now: Date) => sql`valid_from <= ${localDay(now)}::date and (valid_to is null or valid_to >= ${localDay(now)}::date)`

/** The pools of a hospital from which another institution's staff may book; undefined when they are no partners now. */
export async function partnerTerms(tx: Tx, institutionId: number, fromInstitutionId: number, now: Date): Promise<readonly string[] | undefined> {
  const { rows } = await sql<{ pools: string[] }>`select pools from booking.partner
    where institution_id = ${institutionId} and from_institution_id = ${fromInstitutionId} and ${inForce(now)}`.execute(tx)
  return rows[0]?.pools
}

export async function hasPartners(tx: Tx, institutionId: number, now: Date): Promise<boolean> {
  const { rows } = await sql`select from booking.partner where institution_id = ${institutionId} and ${inForce(now)} limit 1`.execute(tx)
  return rows.length > 0
}

/** The hospitals an institution may send its residents to now. */
export async function hospitalsToSendTo(tx: Tx, snapshot: Snapshot, fromInstitutionId: number, now: Date): Promise<Partner[]> {
  return asPartners(tx, snapshot, sql`select institution_id as "institutionId", pools, valid_from::text as "validFrom", valid_to::text as "validTo" from booking.partner
    where from_institution_id = ${fromInstitutionId} and ${inForce(now)} order by institution_id`)
}

/** Who sends to a hospital, also what has ended. */
export async function senders(tx: Tx, snapshot: Snapshot, institutionId: number): Promise<Partner[]> {
  return asPartners(tx, snapshot, sql`select from_institution_id as "institutionId", pools, valid_from::text as "validFrom", valid_to::text as "validTo" from booking.partner
    where institution_id = ${institutionId} order by from_institution_id`)
}

async function asPartners(tx: Tx, snapshot: Snapshot, found: ReturnType<typeof sql>): Promise<Partner[]> {
  const { rows } = await sql<Omit<Partner, 'name' | 'nameEn'>>`${found}`.execute(tx)
  return rows.map((row) => {
    const institution = snapshot.institutions.get(row.institutionId)
    return { ...row, name: institution?.name ?? '', nameEn: institution?.nameEn ?? '' }
  })
}
