import { glyphsOf, tableAt } from '../fonts.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** A face whose letters can be drawn as polygons, in units of the em square; y grows upwards. */
export interface Outlines {
  /** How far the pen moves, as a share of the size. */
  advance(codePoint: number): number
  contours(codePoint: number): readonly (readonly Point[])[]
}

interface CurvePoint extends Point {
  readonly on: boolean
}

interface Tables {
  readonly font: Buffer
  readonly glyf: number
  readonly loca: number
  readonly isLong: boolean
}

/** Curves are drawn as this many straight pieces: at the size of a receipt nobody sees a corner. */
const PIECES = 5

/** Reads a TrueType face: https://learn.microsoft.com/typography/opentype/spec/glyf */
export function outlinesOf(font: Buffer): Outlines {
  const head = tableAt(font, 'head')
  const em = font.readUInt16BE(head + 18)
  const tables = { font, glyf: tableAt(font, 'glyf'), loca: tableAt(font, 'loca'), isLong: font.readInt16BE(head + 50) === 1 }
  const metrics = font.readUInt16BE(tableAt(font, 'hhea') + 34)
  const hmtx = tableAt(font, 'hmtx')
  const glyph = glyphsOf(font)
  const drawn = new Map<number, readonly (readonly Point[])[]>()
  return {
    advance: (codePoint) => font.readUInt16BE(hmtx + Math.min(glyph(codePoint), metrics - 1) * 4) / em,
    contours(codePoint) {
      const id = glyph(codePoint)
      const known = drawn.get(id)
      if (known) return known
      const found = rawContours(tables, id, 0).map((contour) => flattened(contour).map(({ x, y }) => ({ x: x / em, y: y / em })))
      drawn.set(id, found)
      return found
    },
  }
}

function rawContours(tables: Tables, id: number, depth: number): CurvePoint[][] {
  const { font, glyf, loca, isLong } = tables
  const at = (n: number) => (isLong ? font.readUInt32BE(loca + n * 4) : font.readUInt16BE(loca + n * 2) * 2)
  const [start, end] = [at(id), at(id + 1)]
  if (start === end || depth > 5) return []
  const count = font.readInt16BE(glyf + start)
  return count >= 0 ? simple(font, glyf + start + 10, count) : composite(tables, glyf + start + 10, depth)
}

function simple(font: Buffer, at: number, count: number): CurvePoint[][] {
  if (count === 0) return []
  const ends = Array.from({ length: count }, (_, i) => font.readUInt16BE(at + i * 2))
  const total = ends.at(-1)! + 1
  let place = at + count * 2
  place += 2 + font.readUInt16BE(place)
  const flags: number[] = []
  while (flags.length < total) {
    const flag = font.readUInt8(place++)
    const times = flag & 8 ? font.readUInt8(place++) + 1 : 1
    for (let i = 0; i < times; i++) flags.push(flag)
  }
  const read = (short: number, same: number): number[] => {
    let value = 0
    return flags.map((flag) => {
      if (flag & short) value += flag & same ? font.readUInt8(place++) : -font.readUInt8(place++)
      else if (!(flag & same)) {
        value += font.readInt16BE(place)
        place += 2
      }
      return value
    })
  }
  const xs = read(2, 16)
  const ys = read(4, 32)
  return ends.map((last, i) => {
    const first = i === 0 ? 0 : ends[i - 1]! + 1
    return flags.slice(first, last + 1).map((flag, n) => ({ x: xs[first + n]!, y: ys[first + n]!, on: (flag & 1) === 1 }))
  })
}

/** A letter made of letters: ê is e and ^. */
function composite(tables: Tables, from: number, depth: number): CurvePoint[][] {
  const { font } = tables
  const all: CurvePoint[][] = []
  let at = from
  for (let more = true; more;) {
    const [flags, id] = [font.readUInt16BE(at), font.readUInt16BE(at + 2)]
    at += 4
    const isWords = (flags & 1) === 1
    const [dx, dy] = isWords ? [font.readInt16BE(at), font.readInt16BE(at + 2)] : [font.readInt8(at), font.readInt8(at + 1)]
    at += isWords ? 4 : 2
    const scale = () => {
      const value = font.readInt16BE(at) / 16_384
      at += 2
      return value
    }
    let [a, b, c, d] = [1, 0, 0, 1]
    if (flags & 8) a = d = scale()
    else if (flags & 0x40) [a, d] = [scale(), scale()]
    else if (flags & 0x80) [a, b, c, d] = [scale(), scale(), scale(), scale()]
    const [moveX, moveY] = flags & 2 ? [dx, dy] : [0, 0]
    all.push(...rawContours(tables, id, depth + 1).map((contour) => contour.map(({ x, y, on }) => ({ x: a * x + c * y + moveX, y: b * x + d * y + moveY, on }))))
    more = (flags & 0x20) !== 0
  }
  return all
}

/** Between two points off the curve lies one on it; every curve becomes a few straight pieces. */
function flattened(points: readonly CurvePoint[]): Point[] {
  const whole = points.flatMap((point, i) => {
    const next = points[(i + 1) % points.length]!
    return point.on || next.on ? [point] : [point, { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2, on: true }]
  })
  const first = whole.findIndex((point) => point.on)
  if (first === -1) return []
  const turned = [...whole.slice(first), ...whole.slice(0, first), whole[first]!]
  const line: Point[] = []
  for (let i = 0; i < turned.length - 1; i++) {
    const [from, to] = [turned[i]!, turned[i + 1]!]
    if (!from.on) continue
    line.push(from)
    if (to.on) continue
    const end = turned[i + 2]!
    for (let piece = 1; piece < PIECES; piece++) {
      const t = piece / PIECES
      const [u, v, w] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
      line.push({ x: u * from.x + v * to.x + w * end.x, y: u * from.y + v * to.y + w * end.y })
    }
  }
  return line
}
