import { localDay } from '#platform/clock/index.ts'
import { ChannelSilent } from '../channel.ts'
import { Answer, answerMac, isMac, nonce, requestMac, sessionKey, type Fields } from './message.ts'
import type { BankcardAccount, Terminal } from './terminals.ts'
import type { CardBooks, Session } from './traces.ts'

const PATIENCE_MS = 6_000

export interface CardClient {
  /** Today's session of a terminal; signs in where there is none. */
  session(terminal: Terminal): Promise<Session>
  ask(terminal: Terminal, fields: Fields): Promise<Answer>
}

/** Speaks with the gateway. An answer counts only with the MAC that binds it to its question. */
export function cardClient(account: BankcardAccount, books: CardBooks, now: () => Date): CardClient {
  const signIn = async (terminal: Terminal): Promise<Session> => {
    const ours = nonce()
    const answer = await exchange(account, terminal.id, '', terminal.key, { kind: 'sign-in', terminal: terminal.id, merchant: account.merchantId, nonce: ours })
    const { session: id, nonce: theirs, batch } = answer
    if (answer.answer !== '00' || !id || !theirs || !batch) throw new ChannelSilent(`sign-in ${answer.answer}`)
    const session = { id, batch, key: sessionKey(terminal.key, terminal.id, id, ours, theirs), signedInAt: now() }
    await books.keep(terminal, session)
    return session
  }
  const session = async (terminal: Terminal): Promise<Session> => {
    const kept = await books.session(terminal)
    return kept && localDay(kept.signedInAt) === localDay(now()) ? kept : signIn(terminal)
  }
  return {
    session,
    async ask(terminal, fields) {
      const used = await session(terminal)
      const answer = await exchange(account, terminal.id, used.id, used.key, fields)
      if (answer.answer !== '77') return answer
      // Another process may have signed in meanwhile: its session is the one that counts.
      const kept = await session(terminal)
      const fresh = kept.id === used.id ? await signIn(terminal) : kept
      return exchange(account, terminal.id, fresh.id, fresh.key, fields)
    },
  }
}

async function exchange(account: BankcardAccount, terminalId: string, session: string, key: Buffer, fields: Fields): Promise<Answer> {
  const body = JSON.stringify(fields)
  const mac = requestMac(key, body)
  const { text, theirs } = await reach(`${account.url}/terminal/v1`, {
    method: 'POST', body, headers: { 'content-type': 'application/json', 'x-terminal': terminalId, 'x-session': session, 'x-mac': mac },
  })
  // Who has no session cannot sign: that alone is believed without a MAC, and leads to nothing but signing in.
  if (theirs === null && text === '{"answer":"77"}') return { answer: '77' }
  if (!isMac(answerMac(key, mac, text), theirs ?? undefined)) throw new ChannelSilent('an answer without the gateway’s MAC')
  try {
    return Answer.parse(JSON.parse(text))
  } catch (error) {
    throw new ChannelSilent('an answer that cannot be read', { cause: error })
  }
}

async function reach(address: string, init: RequestInit): Promise<{ text: string; theirs: string | null }> {
  try {
    const response = await fetch(address, { ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) })
    if (!response.ok) throw new ChannelSilent(`answered ${response.status}`)
    return { text: await response.text(), theirs: response.headers.get('x-mac') }
  } catch (error) {
    throw error instanceof ChannelSilent ? error : new ChannelSilent('no answer', { cause: error })
  }
}
