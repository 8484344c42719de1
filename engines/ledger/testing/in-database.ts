import { sql } from 'kysely'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Db } from '#platform/database/index.ts'
import { Model, type Step } from './model.ts'
import { type Account, accountsOf, MIRRORS, type Sequence, statementsOf, transactionsOf } from './sequences.ts'

const START = new Date('2026-03-17T00:00:00+08:00').getTime()
/** Every sequence has an hour of its own, so that no expiry of one reaches into another. */
export const startOf = (number: number): number => START + number * 3_600_000

/**
 * Plays acts inside the database, each behind a savepoint that stands for its transaction: deferred rules are judged where the
 * commit would be, and a crash takes everything back. What a client would wait for over the network does not cost here, so that
 * a hundred thousand sequences fit into minutes; `over-connections.ts` plays the same with real commits and killed connections.
 */
export async function installPlayer(owner: Db): Promise<void> {
  await sql`create schema player; grant usage on schema player to liuxin_app`.execute(owner)
  await sql.raw(PLAYER).execute(owner)
  await sql`grant execute on all functions in schema player to liuxin_app`.execute(owner)
}

const PLAYER = `
create function player.step(s jsonb, n timestamptz) returns boolean language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  i integer := (s ->> 'institutionId')::integer; v_id uuid := (s ->> 'id')::uuid;
  a uuid[] := translate(s ->> 'accounts', '[]"', '{}')::uuid[]; c bigint[] := translate(s ->> 'cents', '[]', '{}')::bigint[];
begin
  return case s ->> 'do'
    when 'post' then ledger.post(i, v_id, 'test', s ->> 'reference', n, a, c)
    when 'hold' then ledger.hold(i, v_id, 'test', s ->> 'reference', n, (s ->> 'expiresAt')::timestamptz, a, c)
    when 'post-hold' then ledger.post_hold(i, (s ->> 'holdId')::uuid, v_id, n, a, c)
    when 'void' then ledger.void_hold(i, (s ->> 'holdId')::uuid, n)
    when 'reverse' then ledger.reverse(i, v_id, (s ->> 'reverses')::uuid, s ->> 'reference', n) end;
end $$;
create function player.balances(i integer[], a uuid[]) returns jsonb language plpgsql set plan_cache_mode = force_generic_plan as $$ begin return (
  select jsonb_agg(jsonb_build_array(b.balance_cents, b.held_in_cents, b.held_out_cents) order by u.n)
  from unnest(i, a) with ordinality u(i, a, n) join ledger.balance b on b.institution_id = u.i and b.account_id = u.a);
end $$;
create function player.play(acts jsonb, i integer[], a uuid[]) returns jsonb language plpgsql set plan_cache_mode = force_generic_plan as $$
declare act jsonb; st jsonb; did jsonb; outcome jsonb; result jsonb := '[]'; v_now timestamptz; rule text; sent integer; b record;
begin
  for act in select * from jsonb_array_elements(acts) loop
    v_now := (act ->> 'now')::timestamptz;
    did := '[]'; sent := 0;
    begin
      if act ->> 'end' = 'expire' then
        while ledger.expire_holds(v_now) > 0 loop end loop;
      elsif act ->> 'end' = 'batch' then
        for b in select * from ledger.post_batch(
          array(select jsonb_array_elements_text(act -> 'batch' -> 'member'))::integer[], array(select jsonb_array_elements_text(act -> 'batch' -> 'institution'))::integer[],
          array(select jsonb_array_elements_text(act -> 'batch' -> 'id'))::uuid[], array_fill('test'::text, array[jsonb_array_length(act -> 'batch' -> 'id')]),
          array(select jsonb_array_elements_text(act -> 'batch' -> 'reference')), array_fill(v_now, array[jsonb_array_length(act -> 'batch' -> 'id')]),
          array_fill('system'::text, array[jsonb_array_length(act -> 'batch' -> 'id')]), array_fill(null::integer, array[jsonb_array_length(act -> 'batch' -> 'id')]),
          array(select jsonb_array_elements_text(act -> 'batch' -> 'lineStep'))::integer[], array(select jsonb_array_elements_text(act -> 'batch' -> 'lineAccount'))::uuid[],
          array(select jsonb_array_elements_text(act -> 'batch' -> 'lineCents'))::bigint[]) loop
          did := did || jsonb_build_array(jsonb_build_array(b.member, b.outcome));
        end loop;
      else
        for st in select * from jsonb_array_elements(act -> 'statements') loop
          did := did || to_jsonb(case when jsonb_array_length(st) = 1 then player.step(st -> 0, v_now) else ledger.post_linked(st, v_now) end);
          sent := sent + 1;
          if act ->> 'end' = 'crash' and sent > (act ->> 'after')::integer then exit; end if;
        end loop;
        if act ->> 'end' = 'crash' then raise exception 'crash' using errcode = 'LXCRA'; end if;
      end if;
      set constraints all immediate;
      set constraints all deferred;
      outcome := jsonb_build_object('did', did);
    exception
      when sqlstate 'LXCRA' then outcome := '{"crashed": true}';
      when others then
        get stacked diagnostics rule = constraint_name;
        outcome := jsonb_build_object('refused', coalesce(nullif(rule, ''), sqlerrm));
    end;
    result := result || jsonb_build_array(outcome || jsonb_build_object('balances', player.balances(i, a)));
  end loop;
  return result;
end $$;
create function player.play_many(many jsonb) returns jsonb language sql volatile as $$
  select jsonb_agg(player.play(x.one -> 'acts', array(select jsonb_array_elements_text(x.one -> 'institutions'))::integer[], array(select jsonb_array_elements_text(x.one -> 'accounts'))::uuid[]) order by x.n)
  from jsonb_array_elements(many) with ordinality x(one, n)
$$;`

/** The rules that may refuse. Anything else that stops an act is a fault. */
const RULES = new Set(['account_above_floor', 'account_below_ceiling', 'transfer_id_means_one_thing', 'transfer_sums_to_zero', 'hold_is_open', 'hold_covers_posting',
  'transfer_can_be_reversed', 'transfer_reversed_once', 'linked_is_done_together', 'region_mirrors_hospital'])

interface Outcome {
  readonly did?: readonly (boolean | readonly [number, string])[]
  readonly refused?: string
  readonly crashed?: boolean
  readonly balances: readonly (readonly number[])[]
}

export interface Numbered {
  readonly number: number
  readonly sequence: Sequence
}

/** Plays sequences in one transaction and compares each step with the model. Says what differs, for each sequence that does. */
export async function playInDatabase(db: Db, sequences: readonly Numbered[]): Promise<{ readonly acts: number; readonly done: number; readonly refused: number; readonly crashed: number; readonly faults: string[] }> {
  const plans = sequences.map(({ number, sequence }) => plan(number, sequence))
  const context = systemContext('player', new Date(startOf(sequences[0]!.number)))
  const outcomes = await inTransaction(db, context, async (tx) => {
    await openAll(tx, plans.flatMap((one) => one.accounts), context.now)
    const asked = plans.map(({ accounts, acts }) => ({ accounts: accounts.map((a) => a.id), institutions: accounts.map((a) => a.institution), acts: acts.map((one) => one.asked) }))
    const { rows } = await sql<{ played: Outcome[][] }>`select player.play_many(${JSON.stringify(asked)}::jsonb) as played`.execute(tx)
    return rows[0]!.played
  })
  const counts = { acts: 0, done: 0, refused: 0, crashed: 0, faults: [] as string[] }
  plans.forEach((one, i) => compare(one, outcomes[i]!, counts))
  return counts
}

type Plan = ReturnType<typeof plan>

function plan(number: number, sequence: Sequence) {
  const accounts = accountsOf(number)
  const start = startOf(number)
  const statements = statementsOf(number, sequence, start)
  const acts = transactionsOf(sequence, statements).map(({ act, statements: sent }, n) => {
    const now = start + (n + 1) * 60_000
    // Only transfers go in batches; whatever else was to be sent waits.
    const members = act.end === 'batch' ? sent.filter((steps) => steps.every((step) => step.do === 'post')) : sent
    return { act, now, sent: members, asked: { now: new Date(now), end: act.end, after: act.after, statements: members.map((steps) => steps.map((step) => asRow(step, accounts))), ...(act.end === 'batch' ? { batch: asBatch(members, accounts) } : {}) } }
  })
  return { number, sequence, accounts, acts }
}

function compare({ number, sequence, accounts, acts }: Plan, outcomes: readonly Outcome[], counts: { acts: number; done: number; refused: number; crashed: number; faults: string[] }): void {
  const model = new Model(accounts, MIRRORS)
  for (const [n, { act, now, sent }] of acts.entries()) {
    const outcome = outcomes[n]!
    counts.acts++
    counts[outcome.crashed ? 'crashed' : outcome.refused ? 'refused' : 'done']++
    const fault = judge(model, act.end, sent, now, outcome)
      ?? (JSON.stringify(outcome.balances) === JSON.stringify(model.balances.map((b) => [b.cents, b.heldIn, b.heldOut])) ? undefined : `balances ${JSON.stringify(outcome.balances)} where the model has ${JSON.stringify(model.balances)}`)
    if (fault) {
      counts.faults.push(`sequence ${number}, act ${n}: ${fault}: ${JSON.stringify(sequence)}`)
      return
    }
  }
}

function judge(model: Model, end: string, sent: readonly (readonly Step[])[], now: number, outcome: Outcome): string | undefined {
  if (outcome.refused !== undefined && !RULES.has(outcome.refused)) return `broke: ${outcome.refused}`
  if (end === 'expire') {
    model.expire(now)
    return outcome.did ? undefined : 'expiry failed'
  }
  if (end === 'crash') return outcome.did ? 'a crash left something' : undefined
  if (end !== 'batch') {
    const expected = model.transaction(sent, now)
    return JSON.stringify(expected) === JSON.stringify(outcome.did) ? undefined : `${JSON.stringify(outcome.did ?? outcome.refused)} where the model says ${JSON.stringify(expected)}`
  }
  // A batch may serve its members in any order: in the order it told, each must have gone as alone.
  if (outcome.did?.length !== sent.length) return `a batch of ${sent.length} answered ${JSON.stringify(outcome)}`
  for (const [member, told] of outcome.did as readonly (readonly [number, string])[]) {
    const expected = model.transaction([sent[member - 1]!], now)
    const agreed = expected ? told === (expected[0] ? 'done' : 'before') : RULES.has(told)
    if (!agreed) return `member ${member} of a batch: ${told} where the model says ${JSON.stringify(expected)}`
  }
  return undefined
}

/** A step as `ledger.post_linked` takes it. */
export function asRow(step: Step, accounts: readonly Account[]): object {
  const named = 'lines' in step && step.lines ? { accounts: step.lines.map(([a]) => accounts[a]!.id), cents: step.lines.map(([, c]) => c) } : {}
  return {
    do: step.do, institutionId: step.institution, ...('id' in step ? { id: step.id } : {}), ...('reference' in step ? { reference: step.reference } : { reference: 'back' }), kind: 'test', ...named,
    ...('expires' in step && step.expires !== null ? { expiresAt: new Date(step.expires) } : {}), ...('hold' in step ? { holdId: step.hold } : {}), ...('reverses' in step ? { reverses: step.reverses } : {}),
  }
}

function asBatch(members: readonly (readonly Step[])[], accounts: readonly Account[]) {
  const steps = members.flatMap((member, m) => member.map((step) => ({ member: m + 1, step: step as Extract<Step, { do: 'post' }> })))
  const lines = steps.flatMap(({ step }, n) => step.lines.map(([account, cents]) => ({ n: n + 1, account: accounts[account]!.id, cents })))
  return {
    member: steps.map((s) => s.member), institution: steps.map((s) => s.step.institution), id: steps.map((s) => s.step.id), reference: steps.map((s) => s.step.reference),
    lineStep: lines.map((l) => l.n), lineAccount: lines.map((l) => l.account), lineCents: lines.map((l) => l.cents),
  }
}

async function openAll(tx: Parameters<Parameters<typeof inTransaction>[2]>[0], accounts: readonly Account[], now: Date): Promise<void> {
  const of = <T>(value: (account: Account['open']) => T) => accounts.map((account) => value(account.open))
  // As the ledger would, in one statement for all institutions.
  await sql`select ledger.open_accounts(i, array_agg(a order by n), array_agg(k order by n), array_agg(o order by n), array_agg(p order by n), array_agg(s order by n), array_agg(f order by n), array_agg(c order by n), ${now})
    from unnest(${accounts.map((a) => a.institution)}::integer[], ${accounts.map((a) => a.id)}::uuid[], ${of((a) => a.kind)}::text[], ${of((a) => a.ownerRef ?? '')}::text[], ${of((a) => a.personId ?? null)}::uuid[],
      ${of((a) => a.busy ?? false)}::boolean[], ${of((a) => a.floorCents ?? null)}::bigint[], ${of((a) => a.ceilingCents ?? null)}::bigint[]) with ordinality u(i, a, k, o, p, s, f, c, n) group by i`.execute(tx)
}
