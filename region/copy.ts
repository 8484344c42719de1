import type pg from 'pg'

/** How a column's values travel in PostgreSQL's binary COPY format. */
export type ColumnType = 'int2' | 'int4' | 'int8' | 'float8' | 'bool' | 'text' | 'uuid' | 'bytea' | 'date' | 'time' | 'timestamptz' | 'jsonb' | 'text[]' | 'int4[]'

export interface CopyTarget {
  readonly table: string
  readonly columns: Readonly<Record<string, ColumnType>>
}

const CHUNK = 1 << 18
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)])
const TRAILER = Buffer.from([0xff, 0xff])
const EPOCH_MS = Date.UTC(2000, 0, 1)
const DAY_MS = 86_400_000

/** Rows as bytes of binary COPY, in blocks of some hundred kilobytes. */
export class RowWriter {
  readonly #types: readonly ColumnType[]
  #buffer: Buffer = Buffer.allocUnsafe(CHUNK * 2)
  #at = 0
  readonly full: Buffer[] = []

  constructor(types: readonly ColumnType[]) {
    this.#types = types
  }

  row(values: readonly unknown[]): void {
    if (this.#at > CHUNK) this.#cut()
    this.#need(2)
    this.#at = this.#buffer.writeInt16BE(this.#types.length, this.#at)
    for (let i = 0; i < this.#types.length; i++) this.#field(this.#types[i]!, values[i])
  }

  /** What was written since the last call. */
  take(): Buffer[] {
    this.#cut()
    return this.full.splice(0)
  }

  #cut(): void {
    if (this.#at === 0) return
    this.full.push(this.#buffer.subarray(0, this.#at))
    this.#buffer = Buffer.allocUnsafe(CHUNK * 2)
    this.#at = 0
  }

  #need(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
  }

  #field(type: ColumnType, value: unknown): void {
    if (value === null || value === undefined) {
      this.#need(4)
      this.#at = this.#buffer.writeInt32BE(-1, this.#at)
      return
    }
    const start = this.#at
    this.#need(4)
    this.#at += 4
    this.#value(type, value)
    this.#buffer.writeInt32BE(this.#at - start - 4, start)
  }

  #value(type: ColumnType, value: unknown): void {
    switch (type) {
      case 'text': return this.#text(value as string)
      case 'bytea': return this.#bytes(value as Buffer)
      case 'jsonb':
        this.#need(1)
        this.#buffer[this.#at++] = 1
        return this.#text(JSON.stringify(value))
      case 'uuid':
        this.#need(16)
        this.#at += this.#buffer.write((value as string).replaceAll('-', ''), this.#at, 'hex')
        return
      case 'text[]': return this.#array(value as readonly string[], 'text', 25)
      case 'int4[]': return this.#array(value as readonly number[], 'int4', 23)
      default: return this.#fixed(type, value)
    }
  }

  #fixed(type: ColumnType, value: unknown): void {
    this.#need(8)
    const buffer = this.#buffer
    if (type === 'bool') buffer[this.#at++] = value ? 1 : 0
    else if (type === 'int2') this.#at = buffer.writeInt16BE(value as number, this.#at)
    else if (type === 'int4') this.#at = buffer.writeInt32BE(value as number, this.#at)
    else if (type === 'float8') this.#at = buffer.writeDoubleBE(value as number, this.#at)
    else if (type === 'date') this.#at = buffer.writeInt32BE((Date.parse(value as string) - EPOCH_MS) / DAY_MS, this.#at)
    else if (type === 'timestamptz') this.#at = buffer.writeBigInt64BE(BigInt((value as Date).getTime() - EPOCH_MS) * 1000n, this.#at)
    else if (type === 'time') this.#at = buffer.writeBigInt64BE(BigInt(minutesOf(value as string)) * 60_000_000n, this.#at)
    else this.#at = buffer.writeBigInt64BE(BigInt(value as number), this.#at)
  }

  #text(value: string): void {
    this.#need(value.length * 3)
    this.#at += this.#buffer.write(value, this.#at, 'utf8')
  }

  #bytes(value: Buffer): void {
    this.#need(value.length)
    this.#at += value.copy(this.#buffer, this.#at)
  }

  #array(values: readonly unknown[], type: 'text' | 'int4', oid: number): void {
    const hasValues = values.length > 0
    this.#need(20)
    for (const number of hasValues ? [1, 0, oid, values.length, 1] : [0, 0, oid]) this.#at = this.#buffer.writeInt32BE(number, this.#at)
    for (const value of values) this.#field(type, value)
  }
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** What pg's own connection offers to a query that speaks the protocol itself. */
interface RawConnection {
  readonly stream: { readonly writableNeedDrain?: boolean; once(event: 'drain', listener: () => void): void }
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/**
 * Sends blocks of rows by `COPY … FROM STDIN (FORMAT binary)` over the connection pg already has. Waits when the socket
 * is full, so that memory stays small however many rows there are. Returns how many rows the server took.
 */
export async function copyBlocks(client: pg.ClientBase, target: CopyTarget, blocks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<number> {
  const columns = Object.keys(target.columns).join(', ')
  const text = `copy ${target.table} (${columns}) from stdin (format binary)`
  return new Promise<number>((resolve, reject) => {
    let failed: Error | undefined
    let count = 0
    const send = async (connection: RawConnection): Promise<void> => {
      connection.sendCopyFromChunk(HEADER)
      for await (const block of blocks) {
        if (failed) return
        connection.sendCopyFromChunk(block)
        if (connection.stream.writableNeedDrain) await new Promise<void>((drained) => connection.stream.once('drain', drained))
      }
      connection.sendCopyFromChunk(TRAILER)
      connection.endCopyFrom()
    }
    const copying = {
      text,
      submit: (connection: RawConnection) => connection.query(text),
      handleCopyInResponse(connection: RawConnection) {
        send(connection).catch((error: Error) => {
          failed ??= error
          connection.sendCopyFail(error.message)
        })
      },
      handleCommandComplete(message: { text: string }) {
        count = Number(message.text.split(' ')[1] ?? 0)
      },
      handleReadyForQuery: () => (failed ? reject(failed) : resolve(count)),
      handleError(error: Error) {
        failed ??= error
        // After an error pg asks this query nothing more; what comes next waits until the server is ready.
        reject(failed)
      },
      handleRowDescription() {},
      handleDataRow() {},
      handlePortalSuspended() {},
      handleEmptyQuery() {},
    }
    client.query(copying as never)
  })
}

/** Copies rows given one by one. */
export async function copyRows(client: pg.ClientBase, target: CopyTarget, rows: Iterable<readonly unknown[]>): Promise<number> {
  const writer = new RowWriter(Object.values(target.columns))
  function* blocks(): Generator<Buffer> {
    let pending = 0
    for (const row of rows) {
      writer.row(row)
      if (++pending % 500 === 0) yield* writer.take()
    }
    yield* writer.take()
  }
  return copyBlocks(client, target, blocks())
}
