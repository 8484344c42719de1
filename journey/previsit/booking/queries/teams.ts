import { sql } from 'kysely'
import type { Practitioner } from '#journey/throughout/directory/contract.ts'
import type { Snapshot } from '#journey/throughout/directory/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Team, TeamDoctor } from '../contract.ts'

interface Row {
  readonly id: number
  readonly name: string
  readonly nameEn: string
  readonly members: readonly { readonly practitionerId: number; readonly leads: boolean }[]
}

/** The treatment teams of a hospital, or those one doctor belongs to; whoever leads comes first. */
export async function teamsOf(tx: Tx, snapshot: Snapshot, institutionId: number, practitionerId?: number): Promise<Team[]> {
  const { rows } = await sql<Row>`
    select t.id, t.name, t.name_en as "nameEn",
      json_agg(json_build_object('practitionerId', m.practitioner_id, 'leads', m.leads) order by m.leads desc, m.practitioner_id) as members
    from booking.team t join booking.team_member m on m.institution_id = t.institution_id and m.team_id = t.id
    where t.institution_id = ${institutionId} and t.active and (${practitionerId ?? null}::integer is null or exists (
      select from booking.team_member x where x.institution_id = t.institution_id and x.team_id = t.id and x.practitioner_id = ${practitionerId ?? null}))
    group by t.id, t.name, t.name_en order by t.name`.execute(tx)
  return rows.map((team) => ({ ...team, members: team.members.flatMap((one) => named(snapshot, institutionId, one)) }))
}

/** A doctor who has left is no longer shown. */
function named(snapshot: Snapshot, institutionId: number, { practitionerId, leads }: Row['members'][number]): Team['members'] {
  const doctor = snapshot.practitioners.get(`${institutionId}/${practitionerId}`)
  return doctor ? [{ ...asDoctor(snapshot, doctor), leads }] : []
}

/** The doctors of a hospital, by department. */
export function doctorsOf(snapshot: Snapshot, institutionId: number): TeamDoctor[] {
  return [...snapshot.practitioners.values()]
    .filter((doctor) => doctor.institutionId === institutionId)
    .sort((a, b) => a.departmentId - b.departmentId || a.id - b.id)
    .map((doctor) => asDoctor(snapshot, doctor))
}

function asDoctor(snapshot: Snapshot, { institutionId, id, departmentId, name, nameEn }: Practitioner): TeamDoctor {
  const department = snapshot.departments.get(`${institutionId}/${departmentId}`)
  return { practitionerId: id, name, nameEn, departmentName: department?.name ?? '', departmentNameEn: department?.nameEn ?? '' }
}

/** True when these two belong to one team, or are the same doctor in any. */
export async function isTeamMate(tx: Tx, institutionId: number, one: number, other: number): Promise<boolean> {
  const { rows } = await sql`select from booking.team_member a
    join booking.team_member b on b.institution_id = a.institution_id and b.team_id = a.team_id
    join booking.team t on t.institution_id = a.institution_id and t.id = a.team_id and t.active
    where a.institution_id = ${institutionId} and a.practitioner_id = ${one} and b.practitioner_id = ${other} limit 1`.execute(tx)
  return rows.length > 0
}
