// ccTalk, the serial bus of note and coin acceptors: one host asks, one device answers, every message carries its own length and check.

/** Where the host is on the bus, and where a note acceptor is unless somebody moved it. */
export const HOST = 1
export const NOTE_ACCEPTOR = 40

export interface Message {
  readonly to: number
  readonly header: number
  readonly data: readonly number[]
}

/** Which check stands in a message; note acceptors come with the longer one. */
export type Check = 'crc' | 'sum'

/** CRC-CCITT as ccTalk has it: polynomial x^16 + x^12 + x^5 + 1, beginning at zero. */
export function crc16(bytes: readonly number[]): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff
  }
  return crc
}

/**
 * The bytes on the bus. With the sum: to, length, from, header, data, and the byte that makes all of them zero. With the CRC its lower
 * half takes the place of the sender, its upper half comes last, and it covers to, length, header and data.
 */
export function encode({ to, header, data }: Message, check: Check, from = HOST): Uint8Array {
  if (check === 'sum') {
    const bytes = [to, data.length, from, header, ...data]
    return Uint8Array.from([...bytes, (256 - (bytes.reduce((sum, byte) => sum + byte, 0) % 256)) % 256])
  }
  const crc = crc16([to, data.length, header, ...data])
  return Uint8Array.from([to, data.length, crc & 0xff, header, ...data, crc >> 8])
}

/** What the bytes say, or nothing: too short, of another length than they say, or damaged on the way. */
export function decode(bytes: Uint8Array, check: Check): Message | undefined {
  const [to, length, third, header] = bytes
  if (to === undefined || length === undefined || header === undefined || bytes.length !== length + 5) return undefined
  const data = [...bytes.subarray(4, 4 + length)]
  if (check === 'sum') return bytes.reduce((sum, byte) => sum + byte, 0) % 256 === 0 ? { to, header, data } : undefined
  return crc16([to, length, header, ...data]) === (third! | (bytes.at(-1)! << 8)) ? { to, header, data } : undefined
}
