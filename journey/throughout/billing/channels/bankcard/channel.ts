import { ChannelRefused, ChannelSilent, idOf, type Channel, type OrderKey, type RefundKey, type RefundOrder, type RefundOutcome, type Trade } from '../channel.ts'
import { cardClient, type CardClient } from './client.ts'
import { amountField, type Answer, type Fields } from './message.ts'
import type { BankcardAccount, Terminal } from './terminals.ts'
import type { ActKind, CardBooks, Trace } from './traces.ts'

/** Bank cards, read by a terminal, in the words all channels share. */
export function bankcardChannel(account: BankcardAccount, books: CardBooks, now: () => Date): Channel {
  const client = cardClient(account, books, now)
  const desk: Desk = { account, books, client }
  return {
    name: 'bankcard',
    async placeOrder({ institutionId, orderNo, cents, terminalId }) {
      const before = await books.find(institutionId, uuid(orderNo), 'sale')
      const terminal = terminalOf(account, institutionId, before?.terminalId ?? terminalId)
      // Signing in first says which batch the number belongs to.
      await client.session(terminal)
      const trace = before ?? (await books.take(terminal, uuid(orderNo), 'sale'))
      const answer = heard(await client.ask(terminal, fieldsOf(account, 'sale', trace, { amount: amountField(cents), order: orderNo })))
      if (answer.answer === '94' || answer.answer === '12') return 'exists'
      if (answer.answer !== '00') throw new ChannelRefused(answer.answer === '58' ? 'terminal-busy' : `answer ${answer.answer}`)
      return { payUrl: null }
    },
    async query({ institutionId, orderNo }) {
      const answer = await asked(desk, 'query', await books.find(institutionId, uuid(orderNo), 'sale'), institutionId)
      return answer ? queried(account, answer) : { state: 'absent' }
    },
    async close({ institutionId, orderNo }) {
      const answer = await asked(desk, 'reversal', await books.find(institutionId, uuid(orderNo), 'sale'), institutionId)
      // The gateway was never asked, or keeps the number for good: nobody can pay it.
      if (!answer || answer.state === 'reversed' || answer.state === 'declined') return 'closed'
      if (answer.state === 'approved') return 'paid'
      throw new ChannelSilent(`answer ${answer.answer}`)
    },
    refund: (refund) => giveBack(desk, refund),
    queryRefund: (refund) => refundSoFar(desk, refund),
    // The gateway tells nothing unasked.
    readCallback: () => undefined,
    async statement(day) {
      if (!account.first) throw new ChannelRefused('no-terminal')
      const answer = heard(await client.ask(account.first, { kind: 'statement', merchant: account.merchantId, day }))
      if (answer.answer !== '00' || answer.text === undefined) throw new ChannelRefused(`answer ${answer.answer}`, true)
      return { name: `bankcard-${account.merchantId}-${day}.txt`, text: answer.text }
    },
  }
}

interface Desk {
  readonly account: BankcardAccount
  readonly books: CardBooks
  readonly client: CardClient
}

function uuid(orderNo: string): string {
  const id = idOf(orderNo)
  if (!id) throw new ChannelRefused('not-ours')
  return id
}

function terminalOf(account: BankcardAccount, institutionId: number, id: string | undefined): Terminal {
  const terminal = id === undefined ? undefined : account.terminal(id)
  if (terminal?.institutionId !== institutionId) throw new ChannelRefused('no-terminal')
  return terminal
}

function fieldsOf({ merchantId }: BankcardAccount, kind: string, { terminalId, batch, trace }: Trace, more: Fields = {}): Fields {
  return { kind, terminal: terminalId, merchant: merchantId, batch, trace, ...more }
}

/** Out of order, or the MAC was not understood: nobody knows what was done. */
function heard(answer: Answer): Answer {
  if (answer.answer === '96' || answer.answer === 'A0' || answer.answer === '77') throw new ChannelSilent(`answer ${answer.answer}`)
  return answer
}

/** Asks about an act by its number; undefined when it never got one, or the gateway has not heard of it. */
async function asked({ account, client }: Desk, kind: 'query' | 'reversal', trace: Trace | undefined, institutionId: OrderKey['institutionId']): Promise<Answer | undefined> {
  if (!trace) return undefined
  const answer = heard(await client.ask(terminalOf(account, institutionId, trace.terminalId), fieldsOf(account, kind, trace)))
  if (answer.answer === '25') return undefined
  if (answer.answer !== '00' || answer.batch !== trace.batch || answer.trace !== trace.trace || answer.terminal !== trace.terminalId) throw new ChannelSilent(`answer ${answer.answer}`)
  return answer
}

function queried(account: BankcardAccount, answer: Answer): Trade {
  if (answer.state === 'approved') {
    return { state: 'paid', orderNo: answer.order ?? '', cents: answer.amount === undefined ? undefined : Number(answer.amount), isForUs: answer.merchant === account.merchantId, providerNo: answer.reference }
  }
  return answer.state === 'waiting' ? { state: 'waiting', step: answer.step ?? '' } : { state: 'gone', reason: answer.state ?? '' }
}

/**
 * On the day of the sale and for all of it the sale is taken off, as if it had not been; otherwise money goes back by its reference.
 * What was tried first is tried first again, so that a lost answer never leads to both.
 */
async function giveBack(desk: Desk, refund: RefundOrder): Promise<RefundOutcome> {
  const { account, books, client } = desk
  const { institutionId, cents, totalCents } = refund
  const sale = await books.find(institutionId, uuid(refund.orderNo), 'sale')
  const terminal = terminalOf(account, institutionId, sale?.terminalId)
  const sold = await asked(desk, 'query', sale, institutionId)
  if (!sale || sold?.reference === undefined) return { state: 'refused', reason: 'no-sale' }
  const { batch } = await client.session(terminal)
  const act = async (kind: ActKind): Promise<Answer> => {
    const trace = await books.take(terminal, uuid(refund.refundNo), kind)
    return heard(await client.ask(terminal, fieldsOf(account, kind, trace, { amount: amountField(cents), order: refund.refundNo, original: sold.reference ?? '' })))
  }
  const voidedBefore = await books.find(institutionId, uuid(refund.refundNo), 'void')
  if (voidedBefore || (batch === sale.batch && cents === totalCents)) {
    const answer = await act('void')
    if (answer.answer === '00' && answer.state !== 'declined') return outcomeOf(answer)
  }
  return outcomeOf(await act('refund'))
}

function outcomeOf(answer: Answer): RefundOutcome {
  if (answer.answer !== '00') return { state: 'refused', reason: `answer ${answer.answer}` }
  if (answer.state === 'waiting') return { state: 'processing' }
  return answer.state === 'approved' ? { state: 'done', cents: Number(answer.amount), providerNo: answer.reference ?? '' } : { state: 'refused', reason: answer.state ?? '' }
}

async function refundSoFar(desk: Desk, { institutionId, refundNo }: RefundKey): Promise<RefundOutcome> {
  const kinds = ['refund', 'void'] as const
  for (const kind of kinds) {
    const trace = await desk.books.find(institutionId, uuid(refundNo), kind)
    const answer = await asked(desk, 'query', trace, institutionId)
    if (answer) return outcomeOf(answer)
  }
  return { state: 'absent' }
}
