import { sql } from 'kysely'
import { keyedHash } from '#platform/crypto/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { Echo, MarkOf, Tie } from '../detection/across.ts'

/** A place that very many share ties nobody together. */
const HUB = 50
const MOST_ACCOUNTS = 1000

/** A keyed hash made for this comparison alone: the same subject is known again at another hospital, and who it is is not. */
export const markOf: MarkOf = (kind, subject) => keyedHash(`fairness ${kind} ${subject}`).toString('hex')

/** Leaves what a hospital's look at a group counted, in place of what the last look did. */
export async function tellEchoes(tx: Tx, { echoes, ties }: { readonly echoes: readonly Echo[]; readonly ties: readonly Tie[] }): Promise<void> {
  const [first] = echoes
  if (!first) return
  const accounts = [...new Set(echoes.map((one) => one.account))]
  await sql`delete from fairness.echo where institution_id = ${first.institutionId} and account = any (${accounts}::text[])`.execute(tx)
  await sql`delete from fairness.tie where institution_id = ${first.institutionId} and account = any (${accounts}::text[])`.execute(tx)
  await sql`insert into fairness.echo (institution_id, account, day, bookings, people, family, strangers, early, quick, passed, back, came, over, helped, refused)
    select "institutionId", account, day, bookings, people, family, strangers, early, quick, passed, back, came, over, helped, refused
    from json_to_recordset(${JSON.stringify(echoes)}) as e("institutionId" integer, account text, day date, bookings integer, people integer, family integer, strangers integer,
      early integer, quick integer, passed integer, back integer, came integer, over integer, helped integer, refused integer) on conflict do nothing`.execute(tx)
  await sql`insert into fairness.tie (institution_id, kind, mark, account, day)
    select "institutionId", kind, mark, account, day from json_to_recordset(${JSON.stringify(ties)}) as t("institutionId" integer, kind text, mark text, account text, day date)
    on conflict do nothing`.execute(tx)
}

/** Every account that hangs together with these by a device, a phone or a payment at whichever hospital: outwards from them, as marks. */
export async function accountsAround(tx: Tx, marks: readonly string[], since: string): Promise<ReadonlySet<string>> {
  const seen = new Set(marks)
  const followed = new Set<string>()
  let frontier = [...seen]
  while (frontier.length > 0 && seen.size < MOST_ACCOUNTS) {
    const { rows } = await sql<{ kind: string; mark: string; account: string }>`
      with mine as (select distinct kind, mark from fairness.tie where day >= ${since}::date and (account = any (${frontier}::text[]) or (kind = 'payer' and mark = any (${frontier}::text[]))))
      select distinct t.kind, t.mark, t.account from mine m join fairness.tie t on t.kind = m.kind and t.mark = m.mark and t.day >= ${since}::date`.execute(tx)
    const next = new Set<string>()
    for (const [node, group] of Map.groupBy(rows, ({ kind, mark }) => `${kind} ${mark}`)) {
      if (followed.has(node) || group.length > HUB) continue
      followed.add(node)
      for (const { kind, mark, account } of group) {
        next.add(account)
        if (kind === 'payer') next.add(mark)
      }
    }
    frontier = [...next].filter((account) => !seen.has(account))
    for (const account of frontier) seen.add(account)
  }
  return seen
}

/** What all hospitals counted of these accounts within the window. */
export async function echoesAround(tx: Tx, accounts: ReadonlySet<string>, since: string): Promise<{ echoes: Echo[]; ties: Tie[] }> {
  const marks = [...accounts]
  const { rows: echoes } = await sql<Echo>`select institution_id as "institutionId", account, day::text as day, bookings, people, family, strangers, early, quick, passed, back, came, over, helped, refused
    from fairness.echo where account = any (${marks}::text[]) and day >= ${since}::date`.execute(tx)
  const { rows: ties } = await sql<Tie>`select institution_id as "institutionId", kind, mark, account, day::text as day from fairness.tie where account = any (${marks}::text[]) and day >= ${since}::date`.execute(tx)
  return { echoes, ties }
}
