import { createConnection, type Socket } from 'node:net'

export interface Listener {
  readonly topics: string
  /** A phone shows who it is; a board is anybody. */
  readonly token: string | null
  /** Comes back without saying what it heard last: the control. */
  readonly isForgetful: boolean
}

export interface Start { readonly type: 'start'; readonly listeners: readonly Listener[]; readonly ports: readonly number[]; readonly perSecond: number }
export type Order = Start | { readonly type: 'report' }

export interface Report {
  readonly type: 'report'
  /** Of each listener: every call it was told, with the moment. */
  readonly heard: readonly (readonly (readonly [key: string, at: number])[])[]
  readonly twice: number
  readonly messages: number
  readonly reconnects: number
  readonly refused: number
}
export type Said = Report | { readonly type: 'open'; readonly count: number }

const MOST_SECONDS = 600
const CALLED = 'queue.ticket-called.v1'
/** One clock for all processes of the machine. */
const now = () => Number(process.hrtime.bigint() / 1000n) / 1000

const heard: [string, number][][] = []
const tally = { twice: 0, messages: 0, reconnects: 0, refused: 0 }
let openCount = 0
let isOver = false

process.on('message', (order: Order) => {
  if (order.type === 'start') begin(order)
  if (order.type === 'report') {
    isOver = true
    process.send?.({ type: 'report', heard, ...tally } satisfies Report, undefined, undefined, () => process.exit(0))
  }
})
// A bench that died leaves nobody connected.
process.on('disconnect', () => process.exit(1))
setTimeout(() => process.exit(1), MOST_SECONDS * 1000).unref()
setInterval(() => process.send?.({ type: 'open', count: openCount } satisfies Said), 250).unref()

function begin({ listeners, ports, perSecond }: Start): void {
  const base = heard.length
  for (const _ of listeners) heard.push([])
  listeners.forEach((listener, at) => setTimeout(() => follow(listener, base + at, ports), (at / perSecond) * 1000))
}

interface State { lastId: string | null; readonly ids: Set<string>; port: number; topics: string; readonly isForgetful: boolean }

function follow(listener: Listener, at: number, ports: readonly number[]): void {
  const state: State = { lastId: null, ids: new Set(), port: at % ports.length, topics: listener.topics, isForgetful: listener.isForgetful }
  const connect = (): void => {
    const socket = createConnection({ host: '127.0.0.1', port: ports[state.port]! })
    socket.setNoDelay(true)
    let isOpen = false
    const read = reader((head) => {
      if (!head.startsWith('HTTP/1.1 200')) {
        tally.refused += 1
        // Who has been seen stands in no line any more and follows their own topic alone.
        if (head.startsWith('HTTP/1.1 403')) state.topics = state.topics.split(',')[0]!
        socket.destroy()
        return
      }
      isOpen = true
      openCount += 1
    }, (id, data) => hear(state, at, id, data))
    socket.on('data', (bytes: Buffer) => read(bytes.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (isOpen) openCount -= 1
      if (isOver) return
      tally.reconnects += 1
      // The other server, as a balancer would choose; a second later, as browsers do, with a little chance.
      state.port = (state.port + 1) % ports.length
      setTimeout(connect, 750 + Math.random() * 500)
    })
    ask(socket, listener, state)
  }
  connect()
}

function ask(socket: Socket, { token, isForgetful }: Listener, { lastId, topics }: State): void {
  const cookie = token ? `cookie: liuxin_session=${token}\r\n` : ''
  const place = lastId && !isForgetful ? `last-event-id: ${lastId}\r\n` : ''
  socket.write(`GET /api/realtime?topics=${topics} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n${cookie}${place}\r\n`)
}

function hear(state: State, at: number, id: string | null, data: string): void {
  if (id) state.lastId = id
  if (!data) return
  tally.messages += 1
  if (!data.includes(CALLED)) return
  if (id && state.ids.has(id) && !state.isForgetful) tally.twice += 1
  if (id) state.ids.add(id)
  const { payload } = JSON.parse(data) as { payload: { institutionId: number; queueId: number; label: string; callCount: number } }
  heard[at]!.push([`${payload.institutionId}/${payload.queueId}/${payload.label}/${payload.callCount}`, now()])
}

/** The head first, then frame by frame; what is not complete waits for the next piece. */
function reader(onHead: (head: string) => void, onFrame: (id: string | null, data: string) => void): (piece: string) => void {
  let rest = ''
  let isHead = true
  return (piece) => {
    rest += piece
    if (isHead) {
      const end = rest.indexOf('\r\n\r\n')
      if (end < 0) return
      onHead(rest.slice(0, end))
      isHead = false
      rest = rest.slice(end + 4)
    }
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const frame = rest.slice(0, end)
      rest = rest.slice(end + 2)
      onFrame(/^id: (.*)$/m.exec(frame)?.[1] ?? null, /^data: (.*)$/m.exec(frame)?.[1] ?? '')
    }
  }
}
