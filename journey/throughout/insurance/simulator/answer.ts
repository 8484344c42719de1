import type { Pool, PoolClient } from 'pg'
import type { Clock } from '#platform/clock/index.ts'
import { Envelope, type Reply } from '../protocol/envelope.ts'
import { localTime } from '../protocol/local-time.ts'
import { isSignedBy, privateKeyOf, publicKeyOf, signed } from '../protocol/signing.ts'
import { behaviourOf, type Behaviour } from './behaviour.ts'
import { carryOut } from './carry-out.ts'
import { simulatedKeys } from './keys.ts'
import { no } from './work.ts'

export interface Inside {
  readonly pool: Pick<Pool, 'query' | 'connect'>
  readonly clock: Clock
}

/** The insurer's side of one message, bytes to bytes. Undefined: nobody ever hears an answer. */
export async function answer(inside: Inside, body: string): Promise<string | undefined> {
  const { pool, clock } = inside
  const { hospital, insurer } = await simulatedKeys(pool)
  const say = (reply: Reply) => signed(privateKeyOf(insurer.privateKey), { ...reply, refmsg_time: localTime(clock.now()), respond_time: localTime(clock.now()), cainfo: '' })
  const read = Envelope.safeParse(JSON.parse(body))
  if (!read.success) return say(no('报文格式不正确'))
  if (!isSignedBy(publicKeyOf(hospital.publicKey), body)) return say(no('签名验证失败'))
  const message = read.data
  const behaviour = await behaviourOf(pool)
  const told = (list: readonly string[]) => list.includes(message.infno)
  await workOff(inside)
  if (told(behaviour.deafOn)) return undefined
  if (told(behaviour.refuseOn)) return say(no('交易被拒绝'))
  const late = told(behaviour.delayOn) && behaviour.delaySeconds > 0
  const due = new Date(clock.now().getTime() + (late ? behaviour.delaySeconds * 1000 : 0))
  const copies = told(behaviour.duplicateOn) ? 2 : 1
  const replies = await Promise.all(Array.from({ length: copies }, () => take(inside, message, due, behaviour)))
  if (late || told(behaviour.dropAnswersOn) || !replies[0]) return undefined
  return say(told(behaviour.lieOn) ? lied(replies[0], behaviour) : replies[0])
}

/** Notes the message and does it, once, when its time has come: a second copy waits for the first and hears the same. */
async function take(inside: Inside, message: Envelope, due: Date, behaviour: Behaviour): Promise<Reply | undefined> {
  const client = await inside.pool.connect()
  try {
    await client.query('begin')
    await client.query(
      `insert into simulator.insurer_message (fixmedins_code, msgid, infno, body, due_at, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [message.fixmedins_code, message.msgid, message.infno, JSON.stringify(message), due, inside.clock.now()],
    )
    const reply = await doOnce(client, inside, message.fixmedins_code, message.msgid, behaviour)
    await client.query('commit')
    return reply
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

async function doOnce(client: PoolClient, { clock }: Inside, code: string, msgid: string, behaviour: Behaviour): Promise<Reply | undefined> {
  const { rows } = await client.query<{ body: Envelope; answer: Reply | null; taken_back: boolean; is_due: boolean }>(
    `select body, answer, taken_back, due_at <= $3 as is_due from simulator.insurer_message where fixmedins_code = $1 and msgid = $2 for update`,
    [code, msgid, clock.now()],
  )
  const row = rows[0]!
  if (row.answer) return row.answer
  if (!row.is_due && !row.taken_back) return undefined
  const reply = row.taken_back ? no('原交易已被冲正') : await carryOut(client, row.body, clock.now(), behaviour)
  const answered = { ...reply, inf_refmsgid: `${code}${msgid.slice(12)}` }
  await client.query('update simulator.insurer_message set answer = $3 where fixmedins_code = $1 and msgid = $2', [code, msgid, JSON.stringify(answered)])
  return answered
}

/** Does what it was told to do late and whose time has come. */
export async function workOff(inside: Inside): Promise<void> {
  const { rows } = await inside.pool.query<{ fixmedins_code: string; msgid: string }>(
    'select fixmedins_code, msgid from simulator.insurer_message where answer is null and due_at <= $1 limit 50', [inside.clock.now()])
  const behaviour = await behaviourOf(inside.pool)
  for (const { fixmedins_code, msgid } of rows) {
    const client = await inside.pool.connect()
    try {
      await client.query('begin')
      await doOnce(client, inside, fixmedins_code, msgid, behaviour)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }
}

function lied(reply: Reply, { lieCents, lieAddsUp }: Behaviour): Reply {
  const info = reply.output?.['setlinfo'] as Record<string, string> | undefined
  if (!info) return reply
  const off = (name: string, cents: number) => ({ [name]: (Number(info[name]) + cents / 100).toFixed(2) })
  const setlinfo = { ...info, ...off('fund_pay_sumamt', lieCents), ...(lieAddsUp ? { ...off('psn_cash_pay', -lieCents), ...off('psn_part_amt', -lieCents) } : {}) }
  return { ...reply, output: { ...reply.output, setlinfo } }
}
