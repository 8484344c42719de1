import type { TypeSize } from '../../contract.ts'

export interface Fit {
  /** The drawing is made this large and brought to the screen by `scale`: type is large on every screen in proportion. */
  readonly width: number
  readonly height: number
  readonly scale: number
  readonly columns: number
  /** A band is as wide as the screen of a hall; a card is narrower and stacks what it says. */
  readonly shape: 'band' | 'card'
  readonly isUpright: boolean
  /** Least heights of a room and of the bright one. */
  readonly room: number
  readonly bright: number
  /** How many rooms fit; beside a call perhaps none. */
  readonly perPage: { readonly calm: number; readonly calling: number }
}

const LARGER: Readonly<Record<TypeSize, number>> = { normal: 1, large: 1.2, largest: 1.4 }
/** Bar, foot, message bar, gap between rooms; in the drawing's own pixels. */
const [TOP, FOOT, MESSAGE, GAP] = [132, 112, 104, 16]
const HEIGHTS = { band: { room: 172, bright: 256 }, beside: { room: 236, bright: 220 }, stacked: { room: 290, bright: 410 } } as const

const BAND_WIDTH = 1700

export interface Wanted {
  readonly rooms: number
  /** 0: as many as fit well. */
  readonly columns: number
  readonly typeSize: TypeSize
  /** Message bars: what is announced, and what papers have become. */
  readonly messages: number
}

/** How the board is drawn on this screen: a wall of any size, upright or lying, or a tablet on a desk. */
export function fitBoard(screen: { readonly width: number; readonly height: number }, { rooms, columns: wanted, typeSize, messages }: Wanted): Fit {
  const isUpright = screen.height > screen.width
  const width = (isUpright ? 1080 : 1920) / LARGER[typeSize]
  const scale = screen.width / width
  const height = screen.height / scale
  // Larger type on a lying screen makes bands too narrow: then rooms stand side by side.
  const columns = wanted > 0 ? wanted : !isUpright && (rooms > 4 || width < BAND_WIDTH) ? 2 : 1
  const shape = columns === 1 && width >= BAND_WIDTH ? 'band' : 'card'
  const { room, bright } = HEIGHTS[shape === 'band' ? 'band' : isUpright ? 'stacked' : 'beside']
  const free = height - TOP - FOOT - messages * MESSAGE
  const rows = (left: number) => Math.max(0, Math.floor((left + GAP) / (room + GAP)))
  return {
    width, height, scale, columns, shape, isUpright, room, bright,
    perPage: { calm: Math.max(1, rows(free) * columns), calling: rows(free - bright - GAP) * columns },
  }
}
