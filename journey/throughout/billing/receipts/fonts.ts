import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'

/** A face as the PDF writer wants it, and the characters it can draw. */
export interface Face {
  readonly bytes: Buffer
  has(codePoint: number): boolean
}

let faces: Promise<{ normal: Face; strong: Face }> | undefined

/** Noto Sans SC in two weights, unpacked at the first receipt: as WOFF the PDF writer would need seconds for every page. */
export function receiptFaces(): Promise<{ normal: Face; strong: Face }> {
  faces ??= Promise.all([loadFace(400), loadFace(600)]).then(([normal, strong]) => ({ normal, strong }))
  return faces
}

async function loadFace(weight: number): Promise<Face> {
  const path = createRequire(import.meta.url).resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`)
  const bytes = unpackWoff(await readFile(path))
  const known = charactersOf(bytes)
  return { bytes, has: (codePoint) => known(codePoint) }
}

interface Table {
  readonly tag: Buffer
  readonly checksum: Buffer
  readonly data: Buffer
}

/** WOFF 1.0 is a TrueType file with its tables compressed one by one. https://www.w3.org/TR/2012/REC-WOFF-20121213/ */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF file')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, i): Table => {
    const at = 44 + i * 20
    const [offset, packed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)]
    const raw = woff.subarray(offset, offset + packed)
    return { tag: woff.subarray(at, at + 4), checksum: woff.subarray(at + 16, at + 20), data: packed < length ? inflateSync(raw) : raw }
  })
  return assemble(woff.subarray(4, 8), tables)
}

function assemble(flavor: Buffer, tables: readonly Table[]): Buffer {
  const log = Math.floor(Math.log2(tables.length))
  const head = Buffer.alloc(12 + tables.length * 16)
  flavor.copy(head, 0)
  head.writeUInt16BE(tables.length, 4)
  head.writeUInt16BE(2 ** log * 16, 6)
  head.writeUInt16BE(log, 8)
  head.writeUInt16BE(tables.length * 16 - 2 ** log * 16, 10)
  let offset = head.length
  const bodies = tables.map(({ tag, checksum, data }, i) => {
    const at = 12 + i * 16
    tag.copy(head, at)
    checksum.copy(head, at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(data.length, at + 12)
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
    offset += padded.length
    return padded
  })
  return Buffer.concat([head, ...bodies])
}

/** Reads which glyph of a face draws a character, from its cmap table: format 12 if there is one, else format 4. 0: none does. */
export function glyphsOf(font: Buffer): (codePoint: number) => number {
  const cmap = tableAt(font, 'cmap')
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, i) => cmap + font.readUInt32BE(cmap + 8 + i * 8))
  const full = subtables.find((at) => font.readUInt16BE(at) === 12)
  if (full !== undefined) return inRanges(Array.from({ length: font.readUInt32BE(full + 12) }, (_, i) => [0, 4, 8].map((part) => font.readUInt32BE(full + 16 + i * 12 + part)) as [number, number, number]))
  const basic = subtables.find((at) => font.readUInt16BE(at) === 4)
  if (basic === undefined) throw new Error('a font without a character map')
  return inSegments(font, basic)
}

/** Which characters a face has. */
export function charactersOf(font: Buffer): (codePoint: number) => boolean {
  const glyph = glyphsOf(font)
  return (codePoint) => glyph(codePoint) !== 0
}

export function tableAt(font: Buffer, name: string): number {
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    if (font.toString('latin1', 12 + i * 16, 16 + i * 16) === name) return font.readUInt32BE(12 + i * 16 + 8)
  }
  throw new Error(`a font without the table ${name}`)
}

function inRanges(ranges: readonly (readonly [from: number, to: number, glyph: number])[]): (codePoint: number) => number {
  return (codePoint) => {
    const range = ranges.find(([from, to]) => codePoint >= from && codePoint <= to)
    return range ? range[2] + codePoint - range[0] : 0
  }
}

function inSegments(font: Buffer, at: number): (codePoint: number) => number {
  const count = font.readUInt16BE(at + 6) / 2
  const ends = at + 14
  const starts = ends + count * 2 + 2
  const deltas = starts + count * 2
  const offsets = deltas + count * 2
  return (codePoint) => {
    if (codePoint > 0xffff) return 0
    for (let i = 0; i < count; i++) {
      if (codePoint > font.readUInt16BE(ends + i * 2)) continue
      const start = font.readUInt16BE(starts + i * 2)
      if (codePoint < start) return 0
      const offset = font.readUInt16BE(offsets + i * 2)
      const delta = font.readUInt16BE(deltas + i * 2)
      if (offset === 0) return (codePoint + delta) & 0xffff
      const glyph = font.readUInt16BE(offsets + i * 2 + offset + (codePoint - start) * 2)
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }
}
