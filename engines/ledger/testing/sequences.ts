import fc from 'fast-check'
import { accountId, regionBook, type AccountName, type NewAccount } from '../index.ts'
import type { Lines, PlainAccount, Step } from './model.ts'

/** The accounts every sequence plays with: two hospitals of its own and its own people's purses in the region's books. */
export interface Account extends PlainAccount {
  readonly id: string
  readonly open: NewAccount
}

const [, INCOME, REGION_A, DRAWER, REGION_B, WALLET, HOSPITAL_A, HOSPITAL_B, CREDIT] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const
export const MIRRORS = [[HOSPITAL_A, REGION_A], [HOSPITAL_B, REGION_B]] as const

export const hospitalsOf = (sequence: number): readonly [number, number] => [1000 + 2 * sequence, 1001 + 2 * sequence]
/** The n-th id of a sequence. */
export const idOf = (sequence: number, n: number): string => `${sequence.toString(16).padStart(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

export function accountsOf(sequence: number): readonly Account[] {
  const [a, b] = hospitalsOf(sequence)
  const person = idOf(sequence, 0)
  const account = (name: AccountName, more: Omit<NewAccount, keyof AccountName> = {}): Account => ({
    institution: name.institutionId, id: accountId(name), open: { ...name, ...more },
    ...(more.floorCents === undefined ? {} : { floor: more.floorCents }), ...(more.ceilingCents === undefined ? {} : { ceiling: more.ceilingCents }),
  })
  return [
    account({ institutionId: a, kind: 'purse' }, { floorCents: 0 }), account({ institutionId: a, kind: 'income' }), account(regionBook.ofMember(a), { busy: true }),
    account({ institutionId: b, kind: 'drawer' }), account(regionBook.ofMember(b), { busy: true }),
    account(regionBook.wallet(person), { personId: person, ceilingCents: 0 }), account(regionBook.member(a), { busy: true }), account(regionBook.member(b), { busy: true }),
    account(regionBook.credit(person), { personId: person, ceilingCents: 300 }),
  ]
}

/** One statement before it has ids: how a client thinks of it. References point at earlier statements of the sequence. */
type Wish =
  | { readonly do: 'move' | 'keep'; readonly from: number; readonly to: number; readonly cents: number; readonly minutes: number | null; readonly slip: number }
  | { readonly do: 'fill' | 'spend'; readonly at: 'A' | 'B'; readonly purse: 'wallet' | 'credit'; readonly cents: number; readonly half: boolean }
  | { readonly do: 'promise'; readonly at: 'A' | 'B'; readonly purse: 'wallet' | 'credit'; readonly cents: number; readonly minutes: number | null }
  | { readonly do: 'take'; readonly of: number; readonly share: number; readonly whole: boolean }
  | { readonly do: 'let-go' | 'take-back'; readonly of: number }

export interface Act {
  /** Which statements are sent in one transaction: the next ones that were never sent, or any by number, again or before their time. */
  readonly send: readonly (number | 'next')[]
  /** crash: after so many statements everything is gone. expire: the task runs. batch: each by itself, in one call. */
  readonly end: 'commit' | 'crash' | 'batch' | 'expire'
  readonly after: number
}

export interface Sequence {
  readonly wishes: readonly Wish[]
  readonly acts: readonly Act[]
}

const cents = fc.integer({ min: 1, max: 400 })
const minutes = fc.option(fc.nat({ max: 6 }))
const at = fc.constantFrom('A' as const, 'B' as const)
const purse = fc.constantFrom('wallet' as const, 'wallet' as const, 'credit' as const)
const of = fc.nat({ max: 30 })
const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('move' as const, 'keep' as const), from: fc.nat({ max: 1 }), to: fc.nat({ max: 1 }), cents, minutes, slip: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('fill' as const, 'fill' as const, 'spend' as const), at, purse, cents, half: fc.constantFrom(false, false, false, false, false, false, true) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('promise' as const), at, purse, cents, minutes }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const), of, share: fc.double({ min: 0.01, max: 1.2, noNaN: true }), whole: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('let-go' as const, 'take-back' as const, 'take-back' as const), of }) },
)
const sent = fc.oneof({ weight: 3, arbitrary: fc.constant('next' as const) }, { weight: 1, arbitrary: of })
const act: fc.Arbitrary<Act> = fc.record({
  send: fc.oneof({ weight: 3, arbitrary: sent.map((one) => [one]) }, { weight: 1, arbitrary: fc.array(sent, { minLength: 2, maxLength: 3 }) }),
  end: fc.constantFrom('commit' as const, 'commit' as const, 'commit' as const, 'commit' as const, 'commit' as const, 'crash' as const, 'batch' as const, 'expire' as const),
  after: fc.nat({ max: 3 }),
})
/** Most begin with money in the purses, so that there is something to move; the others begin with nothing. */
const funded: readonly Wish[] = [
  { do: 'fill', at: 'A', purse: 'wallet', cents: 500, half: false }, { do: 'fill', at: 'B', purse: 'wallet', cents: 300, half: false },
  { do: 'move', from: 1, to: 0, cents: 1500, minutes: null, slip: 0 },
]
export const sequence: fc.Arbitrary<Sequence> = fc.record({
  wishes: fc.array(wish, { minLength: 5, maxLength: 14 }), acts: fc.array(act, { minLength: 4, maxLength: 16 }), begin: fc.constantFrom(0, 1, 1, 1),
}).map(({ wishes, acts, begin }) => (begin === 0 ? { wishes, acts } : { wishes: [...funded, ...wishes], acts: [{ send: ['next', 'next', 'next'], end: 'commit', after: 0 } as const, ...acts] }))

/** The statements of a sequence with their ids, the same every time they are sent. */
export function statementsOf(number: number, { wishes }: Sequence, start: number): (readonly Step[])[] {
  const [a, b] = hospitalsOf(number)
  const made: (readonly Step[])[] = []
  wishes.forEach((one, n) => made.push(madeOf(one, n)))
  return made

  function madeOf(one: Wish, n: number): readonly Step[] {
    const id = idOf(number, n + 1)
    const reference = `statement ${n}`
    const expiry = (min: number | null) => (min === null ? null : start + min * 60_000)
    if ('slip' in one) {
      const to = one.do === 'keep' ? 1 - one.from : one.to
      const lines: Lines = [[one.from, -one.cents], [to, one.cents + one.slip]]
      return [one.do === 'move' ? { do: 'post', id, institution: a, reference, lines } : { do: 'hold', id, institution: a, reference, lines, expires: expiry(one.minutes) }]
    }
    if ('half' in one) {
      const signed = one.do === 'fill' ? 3 * one.cents : -one.cents
      const [own, ...region] = bothSides(one.at, one.purse, signed)
      return one.half ? [post(id, reference, own!)] : [own!, ...region].map((side) => post(id, reference, side))
    }
    if (!('of' in one)) {
      const [, region] = bothSides(one.at, one.purse, -one.cents)
      return [{ do: 'hold', id, institution: 0, reference, lines: region!.lines, expires: expiry(one.minutes) }]
    }
    const wanted = made.filter(([step]) => (one.do === 'take-back' ? step?.do === 'post' : step?.do === 'hold'))
    const earlier = wanted.length === 0 ? [] : wanted[one.of % wanted.length]!
    const [first] = earlier
    if ('share' in one) {
      if (first?.do !== 'hold') return [{ do: 'post-hold', id, institution: a, hold: idOf(number, 99), lines: null }]
      const lines: Lines = first.lines.map(([account, kept]) => [account, Math.sign(kept) * Math.max(1, Math.round(Math.abs(kept) * (one.whole ? 1 : one.share)))])
      const settled: Step = { do: 'post-hold', id, institution: first.institution, hold: first.id, lines: one.whole ? null : lines }
      return first.institution === a ? [settled] : [settled, post(id, reference, mirrorOf(lines))]
    }
    if (one.do === 'let-go') return [{ do: 'void', institution: first?.do === 'hold' ? first.institution : a, hold: first?.do === 'hold' ? first.id : idOf(number, 99) }]
    return earlier.flatMap((step): Step[] => (step.do === 'void' ? [] : [{ do: 'reverse', id, institution: step.institution, reverses: step.id }]))
  }

  function bothSides(hospital: 'A' | 'B', which: 'wallet' | 'credit', signed: number): { institution: number; lines: Lines }[] {
    const [region, own, till] = hospital === 'A' ? [HOSPITAL_A, REGION_A, INCOME] : [HOSPITAL_B, REGION_B, DRAWER]
    const account = which === 'wallet' ? WALLET : CREDIT
    return [
      { institution: hospital === 'A' ? a : b, lines: [[till, signed], [own, -signed]] },
      { institution: 0, lines: [[region, signed], [account, -signed]] },
    ]
  }

  function mirrorOf(lines: Lines): { institution: number; lines: Lines } {
    const [hospital, moved] = lines.find(([account]) => account === HOSPITAL_A || account === HOSPITAL_B)!
    return hospital === HOSPITAL_A ? { institution: a, lines: [[REGION_A, -moved], [INCOME, moved]] } : { institution: b, lines: [[REGION_B, -moved], [DRAWER, moved]] }
  }
}

const post = (id: string, reference: string, { institution, lines }: { institution: number; lines: Lines }): Step => ({ do: 'post', id, institution, reference, lines })

/** What the acts send, in order: each act's statements. */
export function transactionsOf<T>({ acts }: Sequence, statements: readonly T[]): { readonly act: Act; readonly statements: readonly T[] }[] {
  let next = 0
  return acts.map((one) => ({
    act: one,
    statements: one.end === 'expire' ? [] : one.send.map((which) => statements[(which === 'next' ? next++ : which) % statements.length]!).filter((steps) => !Array.isArray(steps) || steps.length > 0),
  }))
}

