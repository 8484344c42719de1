import { z } from 'zod'

/** East and north of the plan's own corner, in metres. */
export const Point = z.tuple([z.number(), z.number()])
export type Point = z.infer<typeof Point>

/** What one may walk through on the way to somewhere else; through other rooms one goes only when there is no other way. */
export const passageKinds = ['corridor', 'hall', 'waiting', 'lift', 'stairs', 'escalator', 'ramp', 'bridge', 'outdoor', 'entrance'] as const
export const facilityKinds = ['toilet', 'toilet-barrier-free', 'mother-baby', 'water', 'wheelchair', 'desk', 'machine', 'food', 'shop'] as const
export const unitKinds = [...passageKinds, ...facilityKinds, 'room', 'counter', 'pharmacy', 'laboratory', 'examination', 'closed'] as const
export const UnitKind = z.enum(unitKinds)
export type UnitKind = z.infer<typeof UnitKind>

const Id = z.string().min(1).max(80)
const Name = z.string().max(120)

export const Unit = z.object({
  id: Id,
  level: Id,
  kind: UnitKind,
  name: Name.default(''),
  nameEn: Name.default(''),
  /** The outline, without repeating its first point. */
  polygon: z.array(Point).min(3).max(2000),
  holes: z.array(z.array(Point).min(3)).optional(),
  departmentId: z.number().int().positive().optional(),
  roomId: z.number().int().positive().optional(),
  /** Other words it is looked for by: what a station, a bill or a sheet calls it. */
  also: z.array(Name).optional(),
})
export type Unit = z.infer<typeof Unit>

export const Opening = z.object({
  id: Id,
  level: Id,
  line: z.tuple([Point, Point]),
  kind: z.enum(['door', 'automatic', 'open']).default('door'),
  /** The two units it joins, where it is not plain from where it lies. */
  between: z.tuple([Id, Id]).optional(),
  /** A step, a turnstile or a door too narrow for a wheelchair. */
  barrier: z.boolean().optional(),
  /** Nobody drew it: we concluded it from the walls. */
  inferred: z.boolean().optional(),
})
export type Opening = z.infer<typeof Opening>

export const Connector = z.object({
  id: Id,
  kind: z.enum(['lift', 'stairs', 'escalator', 'ramp']),
  name: Name.default(''),
  nameEn: Name.default(''),
  /** Its unit on each level, from the lowest up. */
  units: z.array(Id).min(2).max(60),
  oneWay: z.enum(['up', 'down']).optional(),
  inferred: z.boolean().optional(),
})
export type Connector = z.infer<typeof Connector>

export const Level = z.object({ id: Id, building: Id, ordinal: z.number().int().min(-10).max(100), name: Name, nameEn: Name.default('') })
export type Level = z.infer<typeof Level>
export const Building = z.object({ id: Id, name: Name, nameEn: Name.default('') })

/** Everything of one campus in one document: what is drawn, imported, edited, published and walked in. */
export const PlanDocument = z.object({
  format: z.literal('liuxin-plan-1'),
  name: Name,
  nameEn: Name.default(''),
  buildings: z.array(Building).min(1).max(50),
  levels: z.array(Level).min(1).max(200),
  units: z.array(Unit).min(1).max(5000),
  openings: z.array(Opening).max(10_000).default([]),
  connectors: z.array(Connector).max(500).default([]),
})
export type PlanDocument = z.infer<typeof PlanDocument>
