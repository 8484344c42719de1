import {
  AmbientLight, Color, CylinderGeometry, DirectionalLight, DoubleSide, EdgesGeometry, ExtrudeGeometry, Group, LineBasicMaterial, LineSegments, Mesh, MeshBasicMaterial, MeshLambertMaterial, type Object3D, Path, PerspectiveCamera, Scene, Shape,
  SphereGeometry, Vector3, WebGLRenderer,
} from 'three'
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js'
import { boundsOf, placeIn, type PlanDocument, type Point, type Unit } from '../../contract.ts'
import { colours, lookOf } from '../map/looks.ts'
import { heights, type Label, labelsOf, STOREY } from './labels.ts'

export interface Shown {
  readonly level: string
  readonly legs: readonly { readonly level: string; readonly points: readonly Point[] }[]
  readonly from: string | undefined
  readonly to: string | undefined
  readonly closed: ReadonlySet<string>
  readonly here: Point | undefined
}

export interface Storeys3d {
  show(shown: Shown): void
  zoom(by: number): void
  tilt(by: number): void
  turn(by: number): void
  resize(): void
  dispose(): void
}

const ROUTE_HEIGHT = 1.7

interface World {
  readonly renderer: WebGLRenderer
  readonly scene: Scene
  readonly camera: PerspectiveCamera
  readonly controls: OrbitControls
  readonly storeys: ReadonlyMap<number, Group>
  readonly way: Group
}

function makeWorld(canvas: HTMLCanvasElement, plan: PlanDocument): World {
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true })
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio))
  const scene = new Scene()
  const sun = new DirectionalLight(0xffffff, 1.6)
  sun.position.set(-60, 120, 80)
  const camera = new PerspectiveCamera(36, 1, 1, 2000)
  const controls = new OrbitControls(camera, canvas)
  Object.assign(controls, { minPolarAngle: 0.05, maxPolarAngle: 1.35, minDistance: 18, maxDistance: 420 })
  const storeys = new Map([...new Set(plan.levels.map(({ ordinal }) => ordinal))].map((ordinal) => [ordinal, new Group()]))
  for (const [ordinal, group] of storeys) group.position.y = ordinal * STOREY
  const way = new Group()
  scene.add(new AmbientLight(0xffffff, 2.1), sun, ...storeys.values(), way)
  return { renderer, scene, camera, controls, storeys, way }
}

interface Glide { readonly from: Vector3; readonly to: Vector3; readonly target: Vector3; readonly aim: Vector3; readonly began: number }

/** One step of the camera's way to its next place; whether it is there. */
function glideOn({ camera, controls }: World, { from, to, target, aim, began }: Glide): boolean {
  const share = Math.min(1, (performance.now() - began) / 450)
  const eased = 1 - (1 - share) ** 3
  camera.position.lerpVectors(from, to, eased)
  controls.target.lerpVectors(target, aim, eased)
  controls.update()
  return share === 1
}

/** Draws the floors above each other on the canvas; tells where the names stand after every picture. Draws only when something moved. */
export function drawStoreys(canvas: HTMLCanvasElement, plan: PlanDocument, onLabels: (labels: readonly Label[]) => void): Storeys3d {
  const world = makeWorld(canvas, plan)
  const { renderer, scene, camera, controls } = world
  let shown: Shown | undefined
  let scheduled = 0
  let glide: Glide | undefined
  const draw = (): void => {
    scheduled = 0
    if (glide && glideOn(world, glide)) glide = undefined
    if (glide) schedule()
    renderer.render(scene, camera)
    if (shown) onLabels(labelsOf(plan, shown, camera, { width: canvas.clientWidth, height: canvas.clientHeight }))
  }
  const schedule = (): void => { scheduled ||= requestAnimationFrame(draw) }
  controls.addEventListener('change', schedule)
  const show = (next: Shown): void => {
    const isOther = shown?.level !== next.level || shown.legs !== next.legs || shown.here !== next.here
    const isFirst = shown === undefined
    shown = next
    fillStoreys(plan, world.storeys, next)
    clear(world.way)
    drawWay(world.way, plan, next)
    if (isOther) {
      const { aim, reach } = focusOf(plan, next)
      const angle = isFirst ? new Vector3(-0.18, 1, 1.15) : camera.position.clone().sub(controls.target)
      const to = aim.clone().add(angle.normalize().multiplyScalar(reach / Math.min(1, camera.aspect)))
      glide = { from: isFirst ? to : camera.position.clone(), to, target: isFirst ? aim : controls.target.clone(), aim, began: isFirst ? 0 : performance.now() }
    }
    schedule()
  }
  return {
    show,
    ...turning(world, schedule),
    resize() {
      renderer.setSize(canvas.clientWidth, canvas.clientHeight, false)
      camera.aspect = canvas.clientWidth / Math.max(1, canvas.clientHeight)
      camera.updateProjectionMatrix()
      schedule()
    },
    dispose() {
      cancelAnimationFrame(scheduled)
      controls.dispose()
      clear(scene)
      renderer.dispose()
    },
  }
}

/** What the buttons do: nearer, tilted, turned. */
function turning({ camera, controls }: World, schedule: () => void): Pick<Storeys3d, 'zoom' | 'tilt' | 'turn'> {
  const orbit = (change: (away: Vector3) => void): void => {
    const away = camera.position.clone().sub(controls.target)
    change(away)
    camera.position.copy(controls.target).add(away)
    controls.update()
    schedule()
  }
  return {
    zoom: (by) => orbit((away) => away.setLength(Math.min(controls.maxDistance, Math.max(controls.minDistance, away.length() * by)))),
    tilt: (by) => orbit((away) => {
      const flat = Math.hypot(away.x, away.z) || 0.01
      const angle = Math.min(1.5, Math.max(0.25, Math.atan2(away.y, flat) + by))
      const length = away.length()
      away.set((away.x / flat) * Math.cos(angle) * length, Math.sin(angle) * length, (away.z / flat) * Math.cos(angle) * length)
    }),
    turn: (by) => orbit((away) => away.applyAxisAngle(new Vector3(0, 1, 0), by)),
  }
}

function clear(group: Object3D): void {
  for (const child of group.children.slice()) {
    clear(child)
    group.remove(child)
    if (child instanceof Mesh || child instanceof LineSegments) {
      child.geometry.dispose()
      for (const material of [child.material].flat()) material.dispose()
    }
  }
}

/** The floor one is on stands there solid; the others are shadows of themselves, those above it only where the way leads. */
function fillStoreys(plan: PlanDocument, storeys: ReadonlyMap<number, Group>, shown: Shown): void {
  const ordinals = new Map(plan.levels.map((level) => [level.id, level.ordinal]))
  const here = ordinals.get(shown.level) ?? 0
  const onWay = new Set(shown.legs.map((leg) => ordinals.get(leg.level)))
  for (const [ordinal, group] of storeys) {
    clear(group)
    const isHere = ordinal === here
    if (!isHere && ordinal > here && !onWay.has(ordinal)) continue
    for (const unit of plan.units) if (ordinals.get(unit.level) === ordinal) group.add(...blocksOf(unit, shown, isHere))
  }
}

function blocksOf(unit: Unit, { from, to, closed }: Shown, isHere: boolean): Object3D[] {
  const look = lookOf(unit.kind)
  const isGoal = unit.id === to
  const shape = new Shape(unit.polygon.map(([x, y]) => new Vector3(x, y)) as never)
  for (const hole of unit.holes ?? []) shape.holes.push(new Path(hole.map(([x, y]) => new Vector3(x, y)) as never))
  const height = isHere ? (isGoal ? 1.8 : heights[look]) : 0.1
  const geometry = new ExtrudeGeometry(shape, { depth: height, bevelEnabled: false })
  geometry.rotateX(-Math.PI / 2)
  const colour = new Color(isGoal ? colours.goal : closed.has(unit.id) ? colours.closed : unit.id === from && look !== 'walk' ? colours.start : colours[look])
  if (!isHere) return [new Mesh(geometry, new MeshBasicMaterial({ color: isGoal ? colour : new Color(look === 'walk' ? colours.room : '#d8d5c9'), transparent: true, opacity: isGoal ? 0.8 : 0.3, depthWrite: false, side: DoubleSide }))]
  const edges = new LineSegments(new EdgesGeometry(geometry, 20), new LineBasicMaterial({ color: look === 'walk' ? '#d4d0c4' : '#8f8c7f', transparent: true, opacity: 0.75 }))
  return [new Mesh(geometry, new MeshLambertMaterial({ color: colour })), edges]
}

const at = ([x, y]: Point, ordinal: number): Vector3 => new Vector3(x, ordinal * STOREY + ROUTE_HEIGHT, -y)

function drawWay(way: Group, plan: PlanDocument, { legs, level, here }: Shown): void {
  const ordinals = new Map(plan.levels.map((one) => [one.id, one.ordinal]))
  let last: Vector3 | undefined
  for (const leg of legs) {
    const ordinal = ordinals.get(leg.level) ?? 0
    const isHere = ordinal === (ordinals.get(level) ?? 0)
    for (const [i, point] of leg.points.entries()) {
      const now = at(point, ordinal)
      // Between two legs one rides: straight up or down.
      if (last) way.add(pipe(last, now, isHere || i === 0, i === 0 ? 0.75 : 0.5))
      way.add(ball(now, isHere ? 0.5 : 0.4, isHere))
      last = now
    }
  }
  if (here) way.add(ball(at(here, ordinals.get(level) ?? 0), 1.5, true), ball(at(here, ordinals.get(level) ?? 0), 1.9, true, '#ffffff', 0.45))
}

const paint = (isHere: boolean, colour: string = colours.route, opacity = isHere ? 1 : 0.55): MeshBasicMaterial => new MeshBasicMaterial({ color: colour, transparent: true, opacity, depthTest: false })

function pipe(from: Vector3, to: Vector3, isHere: boolean, radius: number): Mesh {
  const away = to.clone().sub(from)
  const mesh = new Mesh(new CylinderGeometry(radius, radius, away.length(), 10), paint(isHere))
  mesh.position.copy(from).addScaledVector(away, 0.5)
  mesh.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), away.normalize())
  mesh.renderOrder = 5
  return mesh
}

function ball(where: Vector3, radius: number, isHere: boolean, colour?: string, opacity?: number): Mesh {
  const mesh = new Mesh(new SphereGeometry(radius, 14, 10), paint(isHere, colour, opacity))
  mesh.position.copy(where)
  mesh.renderOrder = colour ? 6 : 7
  return mesh
}

/** What the camera looks at: the turn one is at; around where one stands while nothing is chosen; before one has set out the whole way over all its floors; a floor looked at. */
function focusOf(plan: PlanDocument, { level, legs, here, from, to }: Shown): { aim: Vector3; reach: number } {
  const ordinals = new Map(plan.levels.map((one) => [one.id, one.ordinal]))
  const ordinal = ordinals.get(level) ?? 0
  const goal = plan.units.find(({ id }) => id === to)
  const start = goal ? undefined : plan.units.find(({ id }) => id === from)
  const isOverview = !here && goal !== undefined && ordinals.get(goal.level) === ordinal
  const onFloor = legs.filter((leg) => ordinals.get(leg.level) === ordinal).flatMap((leg) => leg.points)
  const way = isOverview ? legs.flatMap((leg) => leg.points) : onFloor
  const points = here ? [here] : start ? [placeIn(start)] : way.length > 0 ? way : plan.units.filter((unit) => ordinals.get(unit.level) === ordinal).flatMap((unit) => unit.polygon)
  const { low, high } = boundsOf(points.length > 0 ? points : [[0, 0]])
  const passed = isOverview ? legs.map((leg) => ordinals.get(leg.level) ?? 0) : [ordinal]
  const [lowest, highest] = [Math.min(...passed, ordinal), Math.max(...passed, ordinal)]
  const span = here ? 34 : start ? 64 : Math.max(40, high[0] - low[0] + 14, (high[1] - low[1] + 14) * 1.2, (highest - lowest) * STOREY * 1.3 + 24)
  return { aim: new Vector3((low[0] + high[0]) / 2, ((lowest + highest) / 2) * STOREY, -(low[1] + high[1]) / 2), reach: span * 1.5 }
}
