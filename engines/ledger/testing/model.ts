/** The plainest ledger that could be right: one thread, arrays and arithmetic. What the engine is compared with. */

export interface PlainAccount {
  readonly institution: number
  readonly floor?: number
  readonly ceiling?: number
}

export type Lines = readonly (readonly [account: number, cents: number])[]

export type Step =
  | { readonly do: 'post'; readonly id: string; readonly institution: number; readonly reference: string; readonly lines: Lines }
  | { readonly do: 'hold'; readonly id: string; readonly institution: number; readonly reference: string; readonly lines: Lines; readonly expires: number | null }
  | { readonly do: 'post-hold'; readonly id: string; readonly institution: number; readonly hold: string; readonly lines: Lines | null }
  | { readonly do: 'void'; readonly institution: number; readonly hold: string }
  | { readonly do: 'reverse'; readonly id: string; readonly institution: number; readonly reverses: string }

interface PlainHold { readonly content: string; readonly lines: Lines; readonly expires: number | null; state: 'open' | 'posted' | 'released'; postedBy?: string }
interface PlainTransfer { readonly content: string; readonly lines: Lines; readonly isReversal: boolean; reversed: boolean }
interface Balance { cents: number; heldIn: number; heldOut: number }

class Refused extends Error {}
const refuse = (why: string): never => { throw new Refused(why) }

export class Model {
  private readonly accounts: readonly PlainAccount[]
  /** Pairs of accounts that must always add up to nothing. */
  private readonly mirrors: readonly (readonly [number, number])[]
  balances: Balance[]
  private holds = new Map<string, PlainHold>()
  private transfers = new Map<string, PlainTransfer>()

  constructor(accounts: readonly PlainAccount[], mirrors: readonly (readonly [number, number])[]) {
    this.accounts = accounts
    this.mirrors = mirrors
    this.balances = accounts.map(() => ({ cents: 0, heldIn: 0, heldOut: 0 }))
  }

  /** A transaction of several statements, each of one step or of linked ones. What each did, or undefined: refused, and nothing happened. */
  transaction(statements: readonly (readonly Step[])[], now: number): boolean[] | undefined {
    const before = this.state()
    try {
      const did = statements.map((steps) => this.statement(steps, now))
      if (this.mirrors.some(([a, b]) => this.balances[a]!.cents + this.balances[b]!.cents !== 0)) refuse('mirrors')
      if (this.balances.reduce((sum, balance) => sum + balance.cents, 0) !== 0) refuse('sum')
      return did
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      Object.assign(this, before)
      return undefined
    }
  }

  copy(): Model {
    return Object.assign(new Model(this.accounts, this.mirrors), this.state())
  }

  private state() {
    const copied = <T extends object>(map: ReadonlyMap<string, T>) => new Map([...map].map(([key, value]) => [key, { ...value }]))
    return { balances: this.balances.map((balance) => ({ ...balance })), holds: copied(this.holds), transfers: copied(this.transfers) }
  }

  /** Which transfers there are, and how each hold stands: two models with the same trace went the same way. */
  trace(): string[] {
    return [...this.transfers.keys(), ...[...this.holds].map(([id, hold]) => `${id} ${hold.state}`)].sort((a, b) => (a < b ? -1 : 1))
  }

  expire(now: number): void {
    for (const hold of this.holds.values()) if (hold.state === 'open' && hold.expires !== null && hold.expires <= now) this.release(hold)
  }

  private statement(steps: readonly Step[], now: number): boolean {
    const did = [...steps].sort((a, b) => a.institution - b.institution).map((step) => this.step(step, now))
    return did.every((one) => one === did[0]) ? did[0]! : refuse('done apart')
  }

  private step(step: Step, now: number): boolean {
    if (step.do === 'post') return this.write(step.id, step.institution, step.lines, contentOf(step))
    if (step.do === 'hold') return this.hold(step)
    if (step.do === 'post-hold') return this.postHold(step, now)
    if (step.do === 'void') return this.void(step)
    const back = this.transfers.get(`${step.institution}/${step.reverses}`)
    if (!back || back.isReversal) return refuse('nothing to reverse')
    const lines = back.lines.map(([account, cents]) => [account, -cents] as const)
    const content = contentOf({ ...step, lines })
    if (back.reversed && !this.transfers.has(`${step.institution}/${step.id}`)) return refuse('reversed before')
    const did = this.write(step.id, step.institution, lines, content, true)
    back.reversed = true
    return did
  }

  private write(id: string, institution: number, lines: Lines, content: string, isReversal = false): boolean {
    const key = `${institution}/${id}`
    const before = this.transfers.get(key)
    if (before) return before.content === content ? false : refuse('id means another')
    this.transfers.set(key, { content, lines, isReversal, reversed: false })
    if (lines.reduce((sum, [, cents]) => sum + cents, 0) !== 0) refuse('unbalanced')
    for (const [account, cents] of lines) this.balances[account]!.cents += cents
    this.checkLimits(lines)
    return true
  }

  private hold(step: Extract<Step, { do: 'hold' }>): boolean {
    const content = contentOf(step)
    const before = this.holds.get(step.id)
    if (step.lines.reduce((sum, [, cents]) => sum + cents, 0) !== 0) return refuse('unbalanced')
    if (before) return before.content === content ? false : refuse('id means another')
    const hold: PlainHold = { content, lines: summed(step.lines), expires: step.expires, state: 'open' }
    this.holds.set(step.id, hold)
    this.keep(hold.lines, 1)
    this.checkLimits(hold.lines)
    return true
  }

  private postHold(step: Extract<Step, { do: 'post-hold' }>, now: number): boolean {
    const hold = this.holds.get(step.hold)
    if (!hold) return refuse('no such hold')
    const lines = step.lines ?? hold.lines
    const content = JSON.stringify(['hold', step.hold, lines])
    if (hold.postedBy === step.id) return this.write(step.id, step.institution, lines, content)
    if (hold.state !== 'open' || (hold.expires !== null && hold.expires <= now)) return refuse('hold ended')
    for (const [account, cents] of summed(lines, true)) {
      const kept = hold.lines.find(([a]) => a === account)?.[1] ?? 0
      if (kept === 0 || Math.sign(kept) !== Math.sign(cents) || Math.abs(cents) > Math.abs(kept)) return refuse('hold too small')
    }
    this.release(hold)
    hold.state = 'posted'
    hold.postedBy = step.id
    return this.write(step.id, step.institution, lines, content)
  }

  private void(step: Extract<Step, { do: 'void' }>): boolean {
    const hold = this.holds.get(step.hold)
    if (!hold || hold.state === 'posted') return refuse('hold ended')
    if (hold.state === 'released') return false
    this.release(hold)
    return true
  }

  private release(hold: PlainHold): void {
    hold.state = 'released'
    this.keep(hold.lines, -1)
  }

  private keep(lines: Lines, sign: 1 | -1): void {
    for (const [account, cents] of lines) {
      if (cents > 0) this.balances[account]!.heldIn += sign * cents
      else this.balances[account]!.heldOut -= sign * cents
    }
  }

  private checkLimits(lines: Lines): void {
    for (const [account] of lines) {
      const { cents, heldIn, heldOut } = this.balances[account]!
      const { floor = -Infinity, ceiling = Infinity } = this.accounts[account]!
      if (cents - heldOut < floor || cents + heldIn > ceiling) refuse('limit')
    }
  }
}

const contentOf = (step: { readonly do: string; readonly lines: Lines; readonly reference?: string }): string => JSON.stringify([step.do, step.reference ?? '', step.lines])

function summed(lines: Lines, withNothing = false): Lines {
  const sums = new Map<number, number>()
  for (const [account, cents] of lines) sums.set(account, (sums.get(account) ?? 0) + cents)
  return [...sums].filter(([, cents]) => withNothing || cents !== 0)
}
