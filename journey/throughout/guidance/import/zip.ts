import { inflateRawSync } from 'node:zlib'

const END = 0x06054b50
const ENTRY = 0x02014b50
/** What unpacks to more than this is no floor plan. */
const MOST_BYTES = 60_000_000

/** The text files of a zip archive by their plain name, without folders; undefined when it is none. */
export function readZip(bytes: Buffer): Map<string, string> | undefined {
  const end = findEnd(bytes)
  if (end === undefined) return undefined
  const files = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  let unpacked = 0
  try {
    for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
      if (bytes.readUInt32LE(at) !== ENTRY) return undefined
      const [method, size, whole] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)]
      const [nameLength, extra, comment, local] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)]
      const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).split('/').at(-1) ?? ''
      at += 46 + nameLength + extra + comment
      unpacked += whole
      if (unpacked > MOST_BYTES || (method !== 0 && method !== 8)) return undefined
      if (!/\.(geojson|json)$/i.test(name) || name.startsWith('.')) continue
      const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
      const packed = bytes.subarray(from, from + size)
      files.set(name, (method === 8 ? inflateRawSync(packed, { maxOutputLength: MOST_BYTES }) : packed).toString('utf8'))
    }
  } catch {
    return undefined
  }
  return files
}

function findEnd(bytes: Buffer): number | undefined {
  for (let at = bytes.length - 22; at >= 0 && at > bytes.length - 66_000; at--) if (bytes.readUInt32LE(at) === END) return at
  return undefined
}
