import type { Point } from '../plan/format.ts'
import type { Graph } from './graph.ts'
import { type Asked, type Path, shortestPath } from './search.ts'
import { stretchesOf, type TurnSaid, turnsOf } from './turns.ts'

export interface WayFound {
  readonly found: true
  readonly metres: number
  readonly seconds: number
  readonly floors: readonly string[]
  readonly turns: readonly TurnSaid[]
  readonly legs: readonly { readonly level: string; readonly points: readonly Point[] }[]
  /** Closures without which the way would be shorter. */
  readonly closuresAvoided: readonly string[]
}

/** Why there is none: nothing joins the two, something is closed now, or only stairs lead there. */
export interface NoWay {
  readonly found: false
  readonly because: 'unknown-place' | 'not-joined' | 'closed' | 'way'
  /** What is closed on the way there would be. */
  readonly closures: readonly string[]
}

/** The way with its words and its line, or plainly why there is none. */
export function findWay(graph: Graph, asked: Asked): WayFound | NoWay {
  if (!graph.placeOf.has(asked.from) || !graph.placeOf.has(asked.to)) return { found: false, because: 'unknown-place', closures: [] }
  const path = shortestPath(graph, asked)
  if (!path) return whyNot(graph, asked)
  const stretches = stretchesOf(graph, path)
  const turns = turnsOf(graph, path, asked.pace)
  const open = asked.closed && asked.closed.size > 0 ? shortestPath(graph, { ...asked, closed: undefined }) : undefined
  return {
    found: true, metres: Math.round(path.metres), seconds: Math.round(path.seconds), floors: [...new Set(stretches.map(({ level }) => level.name))],
    turns, legs: stretches.map(({ level, points }) => ({ level: level.id, points })),
    closuresAvoided: open && open.seconds < path.seconds - 1 ? closedOn(graph, open, asked.closed!) : [],
  }
}

function whyNot(graph: Graph, asked: Asked): NoWay {
  const open = shortestPath(graph, { ...asked, closed: undefined })
  if (open) return { found: false, because: 'closed', closures: closedOn(graph, open, asked.closed ?? new Set()) }
  const anyhow = asked.way !== undefined && asked.way !== 'any' && shortestPath(graph, { ...asked, way: 'any' })
  return { found: false, because: anyhow ? 'way' : 'not-joined', closures: [] }
}

function closedOn(graph: Graph, path: Path, closed: ReadonlySet<string>): string[] {
  const passed = path.steps.flatMap(({ node, by }) => [
    graph.nodes[node]!.unit.id, ...(by?.kind === 'door' ? [by.opening.id] : []), ...(by?.kind === 'ride' ? [by.connector.id] : []),
  ])
  return [...new Set(passed)].filter((id) => closed.has(id))
}
