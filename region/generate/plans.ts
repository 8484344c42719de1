import type { PlanDocument, Point, UnitKind } from '#journey/throughout/guidance/contract.ts'
import { chance } from '../prng.ts'
import type { Department } from './departments.ts'
import type { Hospital } from './places.ts'

type Unit = PlanDocument['units'][number]
type Opening = PlanDocument['openings'][number]

/** A door's sign: what is behind it. */
interface Tenant {
  readonly kind: UnitKind
  readonly name: string
  readonly nameEn: string
  readonly departmentId?: number
  readonly roomId?: number
  readonly also?: string[]
}

export interface PlanInput {
  readonly seed: string
  readonly hospital: Hospital
  readonly campusId: number
  readonly departments: readonly Department[]
  /** Rows of `directory.room`: institution, id, department, name, building, floor, zone. */
  readonly rooms: readonly (readonly unknown[])[]
}

const WING = 27
const HALL = 18
const LEAST_FLOORS = 4
const room = (name: string, nameEn: string, kind: UnitKind = 'room', also: string[] = []): Tenant => ({ kind, name, nameEn, ...(also.length > 0 ? { also } : {}) })

/** What the ground floor of every clinic building has, in the wing that has no consulting rooms. */
const groundFloor: readonly Tenant[] = [
  room('门诊药房', 'Pharmacy', 'pharmacy', ['药房', '西药房', '取药窗口', '发药窗口']), room('挂号收费窗口', 'Registration and cashier', 'counter', ['收费处', '收费窗口', '挂号处', '综合窗口', '缴费窗口']),
  room('采血室', 'Blood tests', 'laboratory', ['采血窗口', '抽血处', '采血']), room('中药房', 'Herbal pharmacy', 'pharmacy', ['中药窗口']), room('医保办事窗口', 'Insurance desk', 'counter', ['医保窗口']), room('便民商店', 'Shop', 'shop'), room('母婴室', 'Mother and baby room', 'mother-baby'),
]
const treatment: readonly Tenant[] = [
  room('治疗室', 'Treatment room', 'room', ['治疗']), room('换药室', 'Dressing room'), room('健康宣教室', 'Teaching room'), room('检查室', 'Examination room', 'examination'), room('雾化室', 'Nebuliser room'), room('康复治疗室', 'Rehabilitation', 'room', ['康复科', '康复']), room('会议室', 'Meeting room', 'closed'),
]
const diagnostics: readonly (readonly Tenant[])[] = [
  [room('CT 室', 'CT', 'examination', ['CT']), room('磁共振室', 'MRI', 'examination', ['磁共振', 'MR']), room('影像登记处', 'Imaging desk', 'counter'), room('取片处', 'Films', 'counter')],
  [room('内镜中心', 'Endoscopy', 'examination', ['胃镜室', '肠镜室']), room('肺功能室', 'Lung function', 'examination')],
  [room('门诊手术室', 'Day surgery'), room('麻醉评估室', 'Anaesthesia')],
  [room('血库', 'Blood bank', 'closed'), room('病案室', 'Records', 'room')],
]

/** The plan of one campus: a clinic building of two wings about a hall and, where it has one, the diagnostics building beside it. */
export function planOf(input: PlanInput): PlanDocument {
  const { hospital, campusId, departments } = input
  const here = departments.filter((each) => each.campusId === campusId)
  const making = drawing(input)
  const clinic = here.filter((each) => each.building !== '医技楼')
  const floors = Math.max(LEAST_FLOORS, ...clinic.map((each) => floorOf(each.floor)))
  const tenants = tenantsOf(input, here)
  drawBuilding(making, { id: 'A', name: '门诊楼', nameEn: 'Clinic building', at: 0, floors, isClinic: true, tenants })
  const diagnostic = here.filter((each) => each.building === '医技楼')
  if (diagnostic.length > 0) {
    drawBuilding(making, { id: 'B', name: '医技楼', nameEn: 'Diagnostics building', at: 2 * WING + HALL + 22, floors: Math.max(...diagnostic.map((each) => floorOf(each.floor))), isClinic: false, tenants })
    drawBridges(making)
  }
  const name = `${hospital.name}${hospital.campuses.length > 1 ? hospital.campuses.find((each) => each.id === campusId)!.name : ''}`
  return { format: 'liuxin-plan-1', name, nameEn: hospital.nameEn, ...making.plan }
}

const floorOf = (floor: string): number => Number.parseInt(floor, 10) || 1

interface Drawing {
  readonly plan: { buildings: PlanDocument['buildings']; levels: PlanDocument['levels']; units: Unit[]; openings: Opening[]; connectors: PlanDocument['connectors'] }
  readonly width: number
  /** Half of the hospitals are the other way round. */
  place(points: readonly Point[]): Point[]
}

function drawing({ seed, hospital, campusId }: PlanInput): Drawing {
  const luck = chance(seed, 'plan', hospital.id, campusId)
  const isMirrored = luck.next() < 0.5
  return {
    plan: { buildings: [], levels: [], units: [], openings: [], connectors: [] }, width: 5.8 + luck.below(4) * 0.2,
    place: (points) => points.map(([x, y]): Point => [x, isMirrored ? 34 - y : y].map((each) => Math.round(each * 100) / 100) as Point),
  }
}

/** Consulting rooms and departments by "building floor zone". */
function tenantsOf({ rooms }: PlanInput, here: readonly Department[]): Map<string, Tenant[]> {
  const found = new Map<string, Tenant[]>()
  const add = (key: string, tenant: Tenant): void => void found.set(key, [...(found.get(key) ?? []), tenant])
  for (const row of rooms) {
    const [, roomId, departmentId, name] = row as [number, number, number, string]
    const department = here.find((each) => each.id === departmentId)
    if (!department) continue
    add(`${department.building} ${floorOf(department.floor)}`, {
      kind: 'room', name: `${department.name} ${name}`, nameEn: `${department.nameEn} ${name.replace('诊室', '')}`, departmentId, roomId, also: [name],
    })
  }
  for (const department of here) {
    if (department.building !== '医技楼' || department.subject === '') continue
    const isLaboratory = department.name.includes('检验') || department.name.includes('病理')
    add(`${department.building} ${floorOf(department.floor)}`, { kind: isLaboratory ? 'laboratory' : 'examination', name: department.name, nameEn: department.nameEn, departmentId: department.id })
  }
  return found
}

interface BuildingInput {
  readonly id: string
  readonly name: string
  readonly nameEn: string
  readonly at: number
  readonly floors: number
  readonly isClinic: boolean
  readonly tenants: ReadonlyMap<string, readonly Tenant[]>
}

function drawBuilding(making: Drawing, building: BuildingInput): void {
  const { id, name, nameEn, floors, tenants, isClinic } = building
  making.plan.buildings.push({ id, name, nameEn })
  for (let floor = 1; floor <= floors; floor++) {
    making.plan.levels.push({ id: `${id}${floor}`, building: id, ordinal: floor - 1, name: `${floor}楼`, nameEn: `${floor}F` })
    const consulting = [...(tenants.get(`${name} ${floor}`) ?? [])]
    const fillers = isClinic ? (floor === 1 ? groundFloor : treatment) : (consulting.length > 0 ? [] : diagnostics[(floor - 1) % diagnostics.length]!)
    drawFloor(making, building, floor, consulting, fillers)
  }
  const stacked = (what: string): string[] => Array.from({ length: floors }, (_, i) => `${id}${i + 1}-${what}`)
  if (floors > 1) {
    making.plan.connectors.push(
      { id: `${id}-lift-1`, kind: 'lift', name: `${name}1号电梯`, nameEn: `${nameEn} lift 1`, units: stacked('lift1') }, { id: `${id}-lift-2`, kind: 'lift', name: `${name}2号电梯`, nameEn: `${nameEn} lift 2`, units: stacked('lift2') },
      { id: `${id}-stairs-w`, kind: 'stairs', name: '西楼梯', nameEn: 'west stairs', units: stacked('stairs-w') }, { id: `${id}-stairs-e`, kind: 'stairs', name: '东楼梯', nameEn: 'east stairs', units: stacked('stairs-e') },
    )
  }
}

/** Two wings of rooms on both sides of a corridor, and between them the hall with lifts, toilets and what one asks for. */
function drawFloor(making: Drawing, { id, at, isClinic, floors }: BuildingInput, floor: number, consulting: Tenant[], fillers: readonly Tenant[]): void {
  const level = `${id}${floor}`
  const box = (key: string, tenant: Tenant, west: number, south: number, east: number, north: number): void =>
    void making.plan.units.push({ id: `${level}-${key}`, level, ...tenant, polygon: making.place([[at + west, south], [at + east, south], [at + east, north], [at + west, north]]) })
  const door = (key: string, kind: Opening['kind'], from: Point, to: Point): void =>
    void making.plan.openings.push({ id: `${level}-${key}`, level, kind, line: making.place([[at + from[0], from[1]], [at + to[0], to[1]]]) as [Point, Point] })
  const [hallWest, hallEast, end] = [WING, WING + HALL, 2 * WING + HALL]
  const isGround = floor === 1
  const hall = isGround ? room(isClinic ? '门诊大厅' : '医技大厅', isClinic ? 'Main hall' : 'Diagnostics hall', 'hall') : room(`${floor}楼大厅`, `${floor}F hall`, 'hall')
  const outline: Point[] = [[hallWest, 10], [hallWest + 3, 7], [hallEast - 3, 7], [hallEast, 10], [hallEast, 23], [hallWest, 23]]
  const island = isGround && isClinic ? [[at + 33.5, 13.5], [at + 38.5, 13.5], [at + 38.5, 16.5], [at + 33.5, 16.5]] as Point[] : undefined
  making.plan.units.push({ id: `${level}-hall`, level, ...hall, polygon: making.place(outline.map(([x, y]): Point => [at + x, y])), ...(island ? { holes: [making.place(island)] } : {}) })
  if (island) {
    box('desk', room('服务台', 'Help desk', 'desk', ['导诊台', '一站式服务中心', '总服务台']), 33.5, 13.5, 38.5, 16.5)
    door('d-desk', 'open', [35, 13.5], [37, 13.5])
  }
  if (isGround) {
    box('entrance', room(isClinic ? '门诊楼正门' : '医技楼正门', isClinic ? 'Main entrance' : 'Diagnostics entrance', 'entrance'), hallWest + 5, 2, hallEast - 5, 7)
    door('d-entrance', 'automatic', [hallWest + 7, 7], [hallEast - 7, 7])
    box('wheelchair', room('轮椅借用点', 'Wheelchairs', 'wheelchair'), hallWest + 0.3, 17, hallWest + 3.4, 22)
    door('d-wheelchair', 'open', [hallWest + 3.4, 18.5], [hallWest + 3.4, 20.5])
  }
  box('water', room('饮水点', 'Drinking water', 'water'), hallEast - 3, 18.4, hallEast - 0.4, 21)
  door('d-water', 'open', [hallEast - 3, 19], [hallEast - 3, 20.4])
  if (floors > 1) {
    for (const [i, west] of [hallWest + 6, hallWest + 9.2].entries()) {
      box(`lift${i + 1}`, room(`${i + 1}号电梯`, `Lift ${i + 1}`, 'lift'), west, 23.2, west + 2.6, 26)
      door(`d-lift${i + 1}`, 'automatic', [west + 0.6, 23.1], [west + 2, 23.1])
    }
  }
  box('toilet', room('卫生间', 'Toilets', 'toilet', ['厕所', '洗手间']), hallWest + 0.2, 23.2, hallWest + 5.6, 29)
  door('d-toilet', 'door', [hallWest + 2, 23.1], [hallWest + 3.2, 23.1])
  box('toilet-free', room('无障碍卫生间', 'Accessible toilet', 'toilet-barrier-free', ['残疾人卫生间']), hallEast - 5.6, 23.2, hallEast - 0.2, 27)
  door('d-toilet-free', 'automatic', [hallEast - 3.6, 23.1], [hallEast - 2.2, 23.1])
  const spare = [...fillers]
  for (const [wing, west, east] of [['w', 0, hallWest], ['e', hallEast, end]] as const) {
    const isWest = wing === 'w'
    // The corridor goes on to the stairs at its end.
    const landing = isWest ? west - 5 : east
    box(`corridor-${wing}`, room(isWest ? '西走廊' : '东走廊', `${isWest ? 'West' : 'East'} corridor`, 'corridor'), isWest ? landing : west, 15, isWest ? east : landing + 5, 18.2)
    door(`d-corridor-${wing}`, 'open', isWest ? [east, 15.1] : [west, 15.1], isWest ? [east, 18.1] : [west, 18.1])
    box(`stairs-${wing}`, room(isWest ? '西楼梯' : '东楼梯', `${isWest ? 'West' : 'East'} stairs`, 'stairs'), landing, 18.4, landing + 5, 24)
    door(`d-stairs-${wing}`, 'door', [landing + 1.9, 18.3], [landing + 3.1, 18.3])
    const others = !isWest ? spare : consulting.length === 0 ? spare.splice(0, 4) : []
    drawRooms({ width: making.width, wing, west, tenants: consulting, fillers: others, box, door })
  }
}

interface WingInput {
  readonly width: number
  readonly wing: 'w' | 'e'
  readonly west: number
  readonly tenants: Tenant[]
  readonly fillers: readonly Tenant[]
  box(key: string, tenant: Tenant, west: number, south: number, east: number, north: number): void
  door(key: string, kind: Opening['kind'], from: Point, to: Point): void
}

/** Rooms along a corridor, on both sides; beside the hall one waits. */
function drawRooms({ width, wing, west, tenants, fillers, box, door }: WingInput): void {
  const isWest = wing === 'w'
  const perSide = Math.floor((WING - 6) / width)
  const waitingWest = isWest ? west + WING - 6 : west
  box(`waiting-${wing}`, room('候诊区', 'Waiting area', 'waiting'), waitingWest, 18.2, waitingWest + 6, 24)
  door(`d-waiting-${wing}`, 'open', [waitingWest + 0.5, 18.2], [waitingWest + 5.5, 18.2])
  const slots = Array.from({ length: 2 * perSide + 1 }, (_, i) => ({ isSouth: i % 2 === 0, at: Math.floor(i / 2) }))
  const spare = [...fillers]
  for (const [i, slot] of slots.entries()) {
    const tenant = tenants.shift() ?? spare.shift()
    if (!tenant) return
    const from = isWest ? west + WING - (slot.isSouth ? 0 : 6) - (slot.at + 1) * width : west + (slot.isSouth ? 0 : 6) + slot.at * width
    const [south, north] = slot.isSouth ? [8.4, 14.9] : [18.3, 24]
    const line = slot.isSouth ? 14.95 : 18.25
    box(`room-${wing}${i + 1}`, tenant, from + 0.1, south, from + width - 0.1, north)
    door(`d-room-${wing}${i + 1}`, 'door', [from + width / 2 - 0.6, line], [from + width / 2 + 0.6, line])
  }
}

/** On the ground one crosses a yard with three steps; a floor higher the bridge is level. */
function drawBridges(making: Drawing): void {
  const [from, to] = [2 * WING + HALL + 5, 2 * WING + HALL + 22 - 5]
  for (const [floor, tenant] of [[1, room('室外通道', 'Outdoor path', 'outdoor')], [2, room('连廊', 'Bridge', 'bridge')]] as const) {
    making.plan.units.push({ id: `A${floor}-bridge`, level: `A${floor}`, ...tenant, polygon: making.place([[from, 15], [to, 15], [to, 18.2], [from, 18.2]]) })
    for (const [key, x, corridor] of [['a', from, `A${floor}-corridor-e`], ['b', to, `B${floor}-corridor-w`]] as const) {
      making.plan.openings.push({
        id: `A${floor}-d-bridge-${key}`, level: `A${floor}`, kind: 'automatic', line: making.place([[x, 16], [x, 17.4]]) as [Point, Point], between: [corridor, `A${floor}-bridge`],
        ...(floor === 1 && key === 'a' ? { barrier: true } : {}),
      })
    }
  }
}
