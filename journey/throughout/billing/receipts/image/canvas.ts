import { crc32, deflateSync } from 'node:zlib'
import type { Outlines, Point } from './outlines.ts'

/** White paper on which letters and boxes are drawn in greys; then it is a PNG. */
export interface Canvas {
  readonly width: number
  box(x: number, y: number, width: number, height: number, grey: number): void
  /** Draws text with its base line at y; answers where the pen is afterwards. */
  text(face: Outlines, text: string, x: number, y: number, size: number, grey: number): number
  png(): Buffer
}

/** Each row of pixels is looked at this often, so that edges are smooth. */
const SAMPLES = 4

export function widthOf(face: Outlines, text: string, size: number): number {
  return [...text].reduce((sum, sign) => sum + face.advance(sign.codePointAt(0)!) * size, 0)
}

export function canvas(width: number, height: number): Canvas {
  const pixels = new Uint8Array(width * height).fill(255)
  return {
    width,
    box(x, y, boxWidth, boxHeight, grey) {
      for (let row = Math.max(0, Math.round(y)); row < Math.min(height, Math.round(y + boxHeight)); row++) {
        pixels.fill(grey, row * width + Math.max(0, Math.round(x)), row * width + Math.min(width, Math.round(x + boxWidth)))
      }
    },
    text(face, text, x, y, size, grey) {
      let pen = x
      for (const sign of text) {
        const code = sign.codePointAt(0)!
        fill(pixels, width, height, face.contours(code).map((contour) => contour.map((point) => ({ x: pen + point.x * size, y: y - point.y * size }))), grey)
        pen += face.advance(code) * size
      }
      return pen
    },
    png: () => encode(pixels, width, height),
  }
}

/** Inside is what the outlines go round: counted by direction, so that the hole of 口 stays open. */
function fill(pixels: Uint8Array, width: number, height: number, contours: readonly (readonly Point[])[], grey: number): void {
  const ys = contours.flatMap((contour) => contour.map((point) => point.y))
  if (ys.length === 0) return
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(height - 1, Math.ceil(Math.max(...ys)))]
  const coverage = new Float32Array(width)
  for (let row = top; row <= bottom; row++) {
    coverage.fill(0)
    for (let sample = 0; sample < SAMPLES; sample++) cover(coverage, crossings(contours, row + (sample + 0.5) / SAMPLES))
    for (let x = 0; x < width; x++) {
      if (coverage[x]! > 0) pixels[row * width + x] = Math.round(pixels[row * width + x]! + (grey - pixels[row * width + x]!) * Math.min(1, coverage[x]!))
    }
  }
}

function crossings(contours: readonly (readonly Point[])[], y: number): { x: number; turn: number }[] {
  const found: { x: number; turn: number }[] = []
  for (const contour of contours) {
    for (let i = 0; i < contour.length; i++) {
      const [a, b] = [contour[i]!, contour[(i + 1) % contour.length]!]
      if ((a.y <= y) === (b.y <= y)) continue
      found.push({ x: a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x), turn: b.y > a.y ? 1 : -1 })
    }
  }
  return found.sort((one, other) => one.x - other.x)
}

function cover(coverage: Float32Array, edges: readonly { x: number; turn: number }[]): void {
  let winding = 0
  for (let i = 0; i < edges.length - 1; i++) {
    winding += edges[i]!.turn
    if (winding === 0) continue
    const [from, to] = [Math.max(0, edges[i]!.x), Math.min(coverage.length, edges[i + 1]!.x)]
    for (let x = Math.floor(from); x < to; x++) coverage[x]! += (Math.min(x + 1, to) - Math.max(x, from)) / SAMPLES
  }
}

/** https://www.w3.org/TR/png-3/: eight bits of grey, each row as the difference from the one above. */
function encode(pixels: Uint8Array, width: number, height: number): Buffer {
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) {
    rows[y * (width + 1)] = 2
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = (pixels[y * width + x]! - (y === 0 ? 0 : pixels[(y - 1) * width + x]!)) & 0xff
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
