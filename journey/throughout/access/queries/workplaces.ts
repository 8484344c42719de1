import type { Tx } from '#platform/database/index.ts'

export interface StoredWorkplace {
  readonly institutionId: number
  readonly staffId: number
  readonly displayName: string
  readonly roles: string[]
}

/** Where an account works, and as what. */
export async function workplacesOf(tx: Tx, accountId: string): Promise<StoredWorkplace[]> {
  const rows = await tx
    .selectFrom('access.staff_role')
    .select(['institution_id', 'staff_id', 'display_name', 'roles'])
    .where('account_id', '=', accountId)
    .orderBy('institution_id')
    .execute()
  return rows.map((row) => ({ institutionId: row.institution_id, staffId: row.staff_id, displayName: row.display_name, roles: row.roles }))
}

/** The name under which a member of staff signs at an institution; undefined when they never worked there. */
export async function staffName(tx: Tx, institutionId: number, accountId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('access.staff_role')
    .select('display_name')
    .where('institution_id', '=', institutionId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.display_name
}
