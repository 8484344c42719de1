import { sql } from 'kysely'
import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { type Tx, violates } from '#platform/database/index.ts'
import type { SaveTeam } from '../contract.ts'
import { MemberUnknown, TeamNameTaken, TeamNotFound } from '../errors.ts'

/**
 * Makes a treatment team, or says anew who belongs to it. From then on each member may book from the team's places of every other.
 * Throws {@link MemberUnknown} for somebody who is no doctor of this hospital, {@link TeamNameTaken}, {@link TeamNotFound}.
 */
export async function saveTeam(tx: Tx, context: Context, institutionId: number, id: number | null, { name, nameEn, memberIds, leadId }: SaveTeam): Promise<number> {
  const members = [...new Set(memberIds)]
  const { rows: known } = await sql`select from directory.practitioner where institution_id = ${institutionId} and id = any (${members}) and active`.execute(tx)
  if (known.length < members.length) throw new MemberUnknown()
  const teamId = await putTeam(tx, institutionId, id, name, nameEn)
  await sql`delete from booking.team_member where institution_id = ${institutionId} and team_id = ${teamId} and practitioner_id <> all (${members})`.execute(tx)
  await sql`insert into booking.team_member (institution_id, team_id, practitioner_id, leads, since)
    select ${institutionId}, ${teamId}, m, m = ${leadId ?? 0}, ${context.now} from unnest(${members}::integer[]) m on conflict do nothing`.execute(tx)
  await audit(tx, context, { action: 'booking.save-team', subject: `team/${teamId}`, institutionId, detail: { name, members } })
  return teamId
}

/** The team ends; what its members booked stays. */
export async function endTeam(tx: Tx, context: Context, institutionId: number, id: number): Promise<void> {
  const done = await sql`update booking.team set active = false where institution_id = ${institutionId} and id = ${id} and active`.execute(tx)
  if (done.numAffectedRows === 0n) throw new TeamNotFound()
  await audit(tx, context, { action: 'booking.end-team', subject: `team/${id}`, institutionId })
}

async function putTeam(tx: Tx, institutionId: number, id: number | null, name: string, nameEn: string): Promise<number> {
  try {
    const { rows } = await (id === null
      ? sql<{ id: number }>`insert into booking.team (institution_id, name, name_en) values (${institutionId}, ${name}, ${nameEn}) returning id`.execute(tx)
      : sql<{ id: number }>`update booking.team set name = ${name}, name_en = ${nameEn} where institution_id = ${institutionId} and id = ${id} and active returning id`.execute(tx))
    if (!rows[0]) throw new TeamNotFound()
    return rows[0].id
  } catch (error) {
    if (violates(error, 'team_once_per_name')) throw new TeamNameTaken()
    throw error
  }
}
