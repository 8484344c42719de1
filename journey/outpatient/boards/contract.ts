import { z } from 'zod'
import { BoardPoint, EmergencyNotice } from '#engines/queue/contract.ts'
import { NewNumber } from '#journey/outpatient/kiosk/contract.ts'

export type { BoardPoint, CallPayload, EmergencyNotice, EmergencyPayload } from '#engines/queue/contract.ts'

const Instant = z.iso.datetime({ offset: true })
export const typeSizes = ['normal', 'large', 'largest'] as const
export const boardLanguages = ['zh-CN', 'en'] as const
export const themes = ['night', 'day'] as const
export type TypeSize = (typeof typeSizes)[number]

/** The id of a layout is the last part of its board's address; a zone's own board carries the zone's id. */
export const LayoutId = z.string().regex(/^[a-z0-9-]{1,40}$/)

/** What the person at the desk decides about a board. */
export const LayoutContent = z.object({
  name: z.string().trim().min(1).max(40),
  nameEn: z.string().trim().max(60).default(''),
  zones: z.array(z.string().max(40)).min(1).max(12),
  /** Rooms in their order; none named: all of the zones. */
  rooms: z.array(z.int()).max(200).default([]),
  /** 0: as many as fit well. */
  columns: z.int().min(0).max(3).default(0),
  typeSize: z.enum(typeSizes).default('normal'),
  voice: z.boolean().default(true),
  /** Per cent of the usual pace of speech. */
  voiceRate: z.int().min(50).max(150).default(90),
  voiceRepeats: z.int().min(1).max(3).default(2),
  voiceEnglish: z.boolean().default(false),
  languages: z.array(z.enum(boardLanguages)).min(1).max(2).default(['zh-CN']),
  message: z.string().trim().max(120).default(''),
  messageEn: z.string().trim().max(200).default(''),
  messageFrom: Instant.nullable().default(null),
  messageUntil: Instant.nullable().default(null),
  theme: z.enum(themes).default('night'),
})
export type LayoutContent = z.infer<typeof LayoutContent>

export const Layout = LayoutContent.extend({
  institutionId: z.int(),
  id: LayoutId,
  /** 0: a zone's board as nobody has changed it yet. */
  version: z.int(),
  publishedBy: z.string(),
  publishedAt: Instant.nullable(),
  boardPath: z.string(),
}).meta({ id: 'BoardLayout' })
export type Layout = z.infer<typeof Layout>

/** `version` is the one the editor began from: who comes second is told, and overwrites nothing. */
export const PublishLayout = z.object({ version: z.int().min(0), content: LayoutContent })
export type PublishLayout = z.infer<typeof PublishLayout>

export const LayoutHistory = z.object({
  layout: Layout,
  versions: z.array(z.object({ version: z.int(), undoes: z.int().nullable(), publishedBy: z.string(), publishedAt: Instant })),
  canUndo: z.boolean(),
}).meta({ id: 'BoardLayoutHistory' })
export type LayoutHistory = z.infer<typeof LayoutHistory>

export const ShownPoint = BoardPoint.extend({ zoneId: z.string() })
export type ShownPoint = z.infer<typeof ShownPoint>

/** Everything one board shows, and nothing that leads to a person. */
export const BoardView = z.object({
  layout: Layout,
  institutionName: z.string(),
  institutionNameEn: z.string(),
  points: z.array(ShownPoint),
  /** Of the queues shown: an emergency was taken first. */
  emergencies: z.array(EmergencyNotice),
  /** Papers that machines gave out alone, and the numbers they have just become; a board kept from before knows none. */
  newNumbers: z.array(NewNumber).optional(),
  asOf: Instant,
}).meta({ id: 'BoardView' })
export type BoardView = z.infer<typeof BoardView>

/** What an editor chooses from: the zones of the institution with their rooms. */
export const EditorZone = z.object({
  zoneId: z.string(), name: z.string(), nameEn: z.string(),
  rooms: z.array(z.object({ pointId: z.int(), name: z.string(), nameEn: z.string() })),
})
export type EditorZone = z.infer<typeof EditorZone>

export const Boards = z.object({ layouts: z.array(Layout), zones: z.array(EditorZone) }).meta({ id: 'Boards' })
export type Boards = z.infer<typeof Boards>

export const AddScreen = z.object({ name: z.string().trim().min(1).max(40), layoutId: LayoutId })
export type AddScreen = z.infer<typeof AddScreen>

export const ChangeScreen = z.object({ layoutId: LayoutId.optional(), isDown: z.boolean().optional() })
export type ChangeScreen = z.infer<typeof ChangeScreen>

export const Screen = z.object({
  id: z.uuid(),
  name: z.string(),
  layoutId: LayoutId,
  seenAt: Instant.nullable(),
  showsVersion: z.int().nullable(),
  pageVersion: z.string(),
})
export type Screen = z.infer<typeof Screen>

export const Screens = z.object({ screens: z.array(Screen), asOf: Instant }).meta({ id: 'BoardScreens' })
export type Screens = z.infer<typeof Screens>

export const ScreenPass = z.object({ id: z.uuid(), path: z.string() }).meta({ id: 'BoardScreenPass' })
export type ScreenPass = z.infer<typeof ScreenPass>

/** What a screen is told when it shows its pass. */
export const ScreenHere = z.object({ institutionId: z.int(), screenId: z.uuid(), name: z.string(), layoutId: LayoutId }).meta({ id: 'BoardScreenHere' })
export type ScreenHere = z.infer<typeof ScreenHere>
