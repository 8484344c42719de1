import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { hrtime } from 'node:process'
import { buildGraph, findWay, type Graph, partsOf, type PlanDocument } from '#journey/throughout/guidance/contract.ts'
import { readPlanFiles } from '#journey/throughout/guidance/index.ts'
import type { BenchContext, BenchResult, Figure } from './bench.ts'

const LIMIT_MS = 50
const venues = ['Addenbrookes_Final_IMDF', 'CPC4_Final_IMDF', 'Combined_IMDF_CPC4', 'spbstu']
const root = new URL('../../shared/data/indoor/', import.meta.url)

/**
 * A way, with its words, between every two units of every real building there is, and plainly none where nothing joins
 * them. Each way is found three times and the quickest counts: what the machine did meanwhile is no part of the work.
 */
export function run({ say }: BenchContext): Promise<BenchResult> {
  const figures: Record<string, Figure> = {}
  const ratios: Record<string, number> = {}
  const invariants: Record<string, number> = { wrong_answers: 0, over_50_ms: 0 }
  for (const venue of venues) {
    const folder = new URL(`${venue}/`, root)
    if (!existsSync(folder)) {
      say(`${venue}: skipped, ../shared/data/indoor is not here`)
      continue
    }
    const { plan, faults, repairs } = readPlanFiles(readdirSync(folder).map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) })))
    if (!plan) throw new Error(`${venue} is no plan: ${JSON.stringify(faults.slice(0, 3))}`)
    const began = hrtime.bigint()
    const graph = buildGraph(plan)
    const build = milliseconds(began)
    const drawn = partsOf({ ...plan, openings: plan.openings.filter(({ inferred }) => !inferred), connectors: [] })[0]!.length
    const found = allPairs(graph, plan)
    const key = venue.split('_')[0]!.toLowerCase() + (venue.startsWith('Combined') ? '_cpc4' : '')
    const inferred = repairs.filter(({ code }) => code === 'door-inferred' || code === 'gap-bridged' || code === 'floors-joined').length
    const counts = { units: plan.units.length, joined_as_drawn: drawn, joined: partsOf(plan)[0]!.length, links_inferred: inferred, faults: faults.length, pairs: found.pairs, routed: found.routed, unconnected: found.pairs - found.routed }
    for (const [name, value] of Object.entries(counts)) figures[`${key}.${name}`] = { value, unit: 'count' }
    for (const [name, value] of Object.entries({ p95: found.p95, slowest: found.slowest, build })) figures[`${key}.${name}_ms`] = { value, unit: 'ms' }
    ratios[`${key}.slowest_to_50_ms`] = found.slowest / LIMIT_MS
    invariants['wrong_answers']! += found.wrong
    invariants['over_50_ms']! += found.over
    say(`${venue}: ${plan.units.length} units, ${drawn} joined as drawn, ${partsOf(plan)[0]!.length} with what was inferred; ${found.routed} of ${found.pairs} pairs routed, p95 ${found.p95.toFixed(2)} ms, slowest ${found.slowest.toFixed(1)} ms; made ready in ${build.toFixed(0)} ms`)
  }
  return Promise.resolve({ ratios, invariants, figures })
}

interface Pairs {
  readonly pairs: number
  readonly routed: number
  readonly p95: number
  readonly slowest: number
  /** A way where nothing joins the two, or none where something does. */
  readonly wrong: number
  readonly over: number
}

function allPairs(graph: Graph, plan: PlanDocument): Pairs {
  const partOf = new Map(partsOf(plan).flatMap((part, i) => part.map(({ id }) => [id, i] as const)))
  const times: number[] = []
  let [routed, wrong] = [0, 0]
  for (const [i, from] of plan.units.entries()) {
    for (const to of plan.units.slice(i + 1)) {
      let [best, found] = [Infinity, false]
      for (let turn = 0; turn < 3; turn++) {
        const began = hrtime.bigint()
        found = findWay(graph, { from: from.id, to: to.id }).found
        best = Math.min(best, milliseconds(began))
      }
      times.push(best)
      if (found) routed++
      if (found !== (partOf.get(from.id) === partOf.get(to.id))) wrong++
    }
  }
  times.sort((a, b) => a - b)
  return { pairs: times.length, routed, wrong, p95: times[Math.floor(times.length * 0.95)]!, slowest: times.at(-1)!, over: times.filter((time) => time > LIMIT_MS).length }
}

const milliseconds = (since: bigint): number => Number(hrtime.bigint() - since) / 1e6
