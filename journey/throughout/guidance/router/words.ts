import type { Connector, Level, Unit } from '../plan/format.ts'

export type TurnKind = 'start' | 'straight' | 'left' | 'right' | 'slight-left' | 'slight-right' | 'back' | 'up' | 'down' | 'out' | 'arrive'

/** A sentence in both languages: which the reader wants is not known where a way is found, or printed. */
export interface Said {
  readonly text: string
  readonly textEn: string
  readonly parts?: WalkParts
}

export interface WalkParts {
  readonly turn: TurnKind
  readonly leaving?: 'lift' | 'stairs' | 'room' | undefined
  readonly landmark?: Unit | undefined
  readonly bridge?: Unit | undefined
  readonly metres: number
}

export type Side = 'left' | 'right' | 'ahead'

/** As one would say it: nobody counts 17 metres. */
export function roundMetres(metres: number): number {
  return metres < 12 ? Math.max(1, Math.round(metres)) : Math.round(metres / 5) * 5
}

const turned: Readonly<Record<string, readonly [string, string]>> = {
  left: ['左转', 'turn left'], right: ['右转', 'turn right'], 'slight-left': ['稍向左', 'bear left'], 'slight-right': ['稍向右', 'bear right'], back: ['往回走', 'turn back'],
}
const left: Readonly<Record<'lift' | 'stairs' | 'room', readonly [string, string]>> = {
  lift: ['出电梯', 'leave the lift'], stairs: ['出楼梯', 'leave the stairs'], room: ['出门', 'leave the room'],
}

/** What something without a name is called. */
const unnamed: Readonly<Partial<Record<string, readonly [string, string]>>> = {
  corridor: ['走廊', 'the corridor'], hall: ['大厅', 'the hall'], waiting: ['候诊区', 'the waiting area'], lift: ['电梯', 'the lift'], stairs: ['楼梯', 'the stairs'], escalator: ['扶梯', 'the escalator'],
  toilet: ['卫生间', 'the toilets'], 'toilet-barrier-free': ['无障碍卫生间', 'the accessible toilet'], bridge: ['连廊', 'the bridge'], entrance: ['入口', 'the entrance'], outdoor: ['室外', 'the outside'],
}

export function nameOf({ name, nameEn, kind = 'room' }: { readonly name: string; readonly nameEn: string; readonly kind?: string }): [string, string] {
  const [zh, en] = unnamed[kind] ?? ['这个房间', 'the room']
  return [name || zh, nameEn || name || en]
}

export function sayWalk(parts: WalkParts): Said {
  const { turn, leaving, landmark, bridge, metres } = parts
  const far = roundMetres(metres)
  const way = turned[turn]
  const mark = landmark && !leaving ? nameOf(landmark) : undefined
  const over = bridge ? nameOf(bridge) : undefined
  const zh = [
    `${leaving ? left[leaving][0] : ''}${mark && way ? `在${mark[0]}旁` : ''}${way?.[0] ?? ''}`,
    over ? `经过${over[0]}，直走 ${far} 米` : `直走 ${far} 米`,
  ].filter((part) => part !== '')
  const en = [
    leaving ? left[leaving][1] : '',
    way ? `${way[1]}${mark ? ` at ${mark[1]}` : ''}` : '',
  ].filter((part) => part !== '').join(' and ')
  const walk = over ? `cross ${over[1]}, ${far} m` : `walk ${far} m`
  return { text: zh.join('，'), textEn: capital(en === '' ? walk : `${en}, then ${walk}`), parts }
}

const rides: Readonly<Record<Connector['kind'], readonly [string, string]>> = { lift: ['坐', 'Take'], stairs: ['走', 'Take'], escalator: ['乘', 'Take'], ramp: ['沿', 'Follow'] }
const usual: Readonly<Record<Connector['kind'], readonly [string, string]>> = { lift: ['电梯', 'the lift'], stairs: ['楼梯', 'the stairs'], escalator: ['扶梯', 'the escalator'], ramp: ['坡道', 'the ramp'] }

export function sayRide(connector: Connector, to: Level, isUp: boolean): Said {
  const [zh, en] = connector.name === '' ? usual[connector.kind] : nameOf({ ...connector, kind: 'lift' })
  const [floor, floorEn] = [to.name, to.nameEn || to.name]
  return { text: `${rides[connector.kind][0]}${zh}${isUp ? '上' : '下'}到${floor}`, textEn: `${rides[connector.kind][1]} ${en} ${isUp ? 'up' : 'down'} to ${floorEn}` }
}

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth']
const numbers = ['', '一', '二', '三', '四', '五', '六']

export function sayArrival(goal: Unit, side: Side, nth: number): Said {
  const [zh, en] = nameOf(goal)
  if (side === 'ahead') return { text: `前面就是${zh}`, textEn: `${en} is straight ahead` }
  const [hand, handEn] = side === 'left' ? ['左手边', 'left'] : ['右手边', 'right']
  if (nth === 0) return { text: `${zh}在${hand}`, textEn: `${en} is on your ${handEn}` }
  return { text: `${hand}第${numbers[nth]}个门，就是${zh}`, textEn: `${en} is the ${ordinals[nth]} door on your ${handEn}` }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
