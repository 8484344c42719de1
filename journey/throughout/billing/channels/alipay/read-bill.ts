import { inflateRawSync } from 'node:zlib'
import { ChannelSilent } from '../channel.ts'

const CENTRAL = 0x02014b50
const END = 0x06054b50

/** The file 业务明细 of a downloaded bill: packed and in Chinese national encoding as Alipay sends it, or plain. */
export function readBill(bytes: Buffer): string {
  if (bytes.readUInt16BE(0) !== 0x504b) return readable(bytes)
  const files = unpack(bytes)
  const details = files.find(({ name }) => name.includes('业务明细') && !name.includes('汇总')) ?? files[0]
  if (!details) throw new ChannelSilent('a bill without a file')
  return readable(details.bytes)
}

function readable(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** The files of a zip archive, by its directory at the end. */
function unpack(archive: Buffer): { name: string; bytes: Buffer }[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || archive.readUInt32LE(end) !== END) throw new ChannelSilent('a bill that cannot be unpacked')
  const files: { name: string; bytes: Buffer }[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0 && archive.readUInt32LE(at) === CENTRAL; left--) {
    const [nameLength, extraLength, commentLength] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32)]
    const name = readable(archive.subarray(at + 46, at + 46 + nameLength))
    const local = archive.readUInt32LE(at + 42)
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20))
    files.push({ name, bytes: archive.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed) })
    at += 46 + nameLength + extraLength + commentLength
  }
  return files
}
