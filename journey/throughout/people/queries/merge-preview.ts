import { audit } from '#platform/audit/index.ts'
import type { Context } from '#platform/context/context.ts'
import { unseal } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { MergePreview, MergeRecord } from '../contract.ts'
import { entriesOf } from './person-summary.ts'
import { personProfile } from './person-profile.ts'

/** Both entries side by side, and what differs, for a person to decide whether they are one human. */
export async function mergePreview(tx: Tx, context: Context, remainsId: string, joinsId: string): Promise<MergePreview> {
  const remains = await sideOf(tx, context, remainsId)
  const joins = await sideOf(tx, context, joinsId)
  const residentId = (side: MergePreview['remains']) => side.documents.find((document) => document.kind === 'resident-id')?.numberMasked
  const differs: Record<MergePreview['differences'][number], boolean> = {
    name: remains.name !== joins.name,
    sex: remains.sex !== joins.sex,
    'birth-date': remains.birthDate !== joins.birthDate,
    phone: remains.phoneMasked !== '' && joins.phoneMasked !== '' && remains.phoneMasked !== joins.phoneMasked,
    insurance: remains.insuranceKind !== joins.insuranceKind,
    'resident-id': residentId(remains) !== undefined && residentId(joins) !== undefined,
  }
  const differences = (Object.keys(differs) as (keyof typeof differs)[]).filter((key) => differs[key])
  return { remains, joins, differences }
}

async function sideOf(tx: Tx, context: Context, personId: string): Promise<MergePreview['remains']> {
  const profile = await personProfile(tx, context, personId)
  const entries = await entriesOf(tx, personId)
  const { count } = await tx
    .selectFrom('people.relation')
    .select(tx.fn.countAll<number>().as('count'))
    .where('status', '=', 'active')
    .where((eb) => eb.or([eb('person_id', 'in', entries), eb('proxy_id', 'in', entries)]))
    .executeTakeFirstOrThrow()
  return { ...profile, relationCount: Number(count) }
}

/** Merges of persons this institution knows, newest first, undone ones included. */
export async function recentMerges(tx: Tx, context: Context): Promise<MergeRecord[]> {
  const rows = await tx
    .selectFrom('people.merge as m')
    .innerJoin('people.person as r', 'r.person_id', 'm.person_id')
    .innerJoin('people.person as j', 'j.person_id', 'm.merged_id')
    .select(['m.id', 'm.person_id', 'm.merged_id', 'm.reason', 'm.done_at', 'm.undone_at', 'r.name_sealed as remains_name', 'j.name_sealed as joins_name'])
    .orderBy('m.done_at', 'desc')
    .limit(50)
    .execute()
  for (const row of rows) await audit(tx, context, { action: 'people.read-merge', personId: row.person_id, subject: `merge/${row.id}` })
  return rows.map((row) => ({
    mergeId: row.id,
    remainsId: row.person_id,
    joinsId: row.merged_id,
    remainsName: unseal(row.remains_name),
    joinsName: unseal(row.joins_name),
    reason: row.reason,
    doneAt: row.done_at.toISOString(),
    undoneAt: row.undone_at?.toISOString() ?? null,
  }))
}
