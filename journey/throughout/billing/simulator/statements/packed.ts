import { crc32, deflateRawSync } from 'node:zlib'

/** One file in a zip archive, name and text in the national encoding, as Alipay sends its bills. */
export function packed(name: string, text: string): Buffer {
  const [fileName, content] = [inNational(name), inNational(text)]
  const body = deflateRawSync(content)
  const sizes = Buffer.alloc(16)
  sizes.writeUInt32LE(crc32(content), 0)
  sizes.writeUInt32LE(body.length, 4)
  sizes.writeUInt32LE(content.length, 8)
  sizes.writeUInt16LE(fileName.length, 12)
  // Version 2.0, no flags, deflated, no time.
  const common = Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x5c])
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, sizes, fileName, body])
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, sizes, Buffer.alloc(14), fileName])
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}

let byCharacter: Map<string, Buffer> | undefined

/** GBK: the platform reads it but does not write it, so its table is read once backwards. What it lacks becomes a question mark. */
function inNational(text: string): Buffer {
  byCharacter ??= readTable()
  return Buffer.concat(Array.from(text, (character) => (character < '\x80' ? Buffer.from(character) : (byCharacter!.get(character) ?? Buffer.from('?')))))
}

function readTable(): Map<string, Buffer> {
  const decoder = new TextDecoder('gbk')
  const table = new Map<string, Buffer>()
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      const character = decoder.decode(Uint8Array.of(first, second))
      if (character.length === 1 && character !== '\uFFFD' && !table.has(character)) table.set(character, Buffer.from([first, second]))
    }
  }
  return table
}
