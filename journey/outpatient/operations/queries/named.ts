import { sql } from 'kysely'
import type { Tx } from '#platform/database/index.ts'

export interface NamedDepartment {
  readonly departmentId: number
  readonly name: string
  readonly nameEn: string
}

export interface ToldHour {
  readonly departmentId: number
  readonly hour: number
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly waitP90: number | null
}

export async function departmentNames(tx: Tx, institutionId: number): Promise<ReadonlyMap<number, NamedDepartment>> {
  const { rows } = await sql<NamedDepartment>`select id as "departmentId", name, name_en as "nameEn" from directory.department where institution_id = ${institutionId}`.execute(tx)
  return new Map(rows.map((one) => [one.departmentId, one]))
}

export const named = (names: ReadonlyMap<number, NamedDepartment>, departmentId: number): NamedDepartment => names.get(departmentId) ?? { departmentId, name: '', nameEn: '' }
