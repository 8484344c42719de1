import { costOf, type Game, mayFollow, mean, type Moment, play, start } from './play.ts'

/** So many things at most are tried in every order; more are searched along the most promising ones. */
const EXACT = 6
const BEAM = 24

export interface Found {
  readonly order: readonly number[]
  readonly cost: number
}

/** The order that ends earliest on average under what must come before what. */
export function bestOrder(game: Game): Found {
  if (game.things.length <= EXACT) return everyOrder(game)
  return improved(game, beam(game))
}

/** Every order that is allowed, given up early where it is already worse. Exact; for few things, and to judge the other way by. */
export function everyOrder(game: Game): Found {
  let best: Found = { order: [], cost: Infinity }
  const walk = (at: Moment, order: readonly number[]): void => {
    const so = mean(at.times) + at.penalty
    if (so >= best.cost) return
    if (order.length === game.things.length) {
      best = { order, cost: so }
      return
    }
    for (let index = 0; index < game.things.length; index++) if (mayFollow(game, at, index)) walk(play(game, at, index), [...order, index])
  }
  walk(start(game), [])
  return best
}

/** The most promising beginnings, one thing longer each time. */
export function beam(game: Game): Found {
  let lines: { readonly at: Moment; readonly order: readonly number[]; readonly bound: number }[] = [{ at: start(game), order: [], bound: 0 }]
  for (let step = 0; step < game.things.length; step++) {
    const next = lines.flatMap(({ at, order }) => game.things.flatMap((_, index) => {
      if (!mayFollow(game, at, index)) return []
      const then = play(game, at, index)
      return [{ at: then, order: [...order, index], bound: outlook(game, then) }]
    }))
    lines = next.sort((a, b) => a.bound - b.bound).slice(0, BEAM)
  }
  const first = lines[0]
  return first ? { order: first.order, cost: mean(first.at.times) + first.at.penalty } : { order: [], cost: Infinity }
}

/** What cannot be had for less from here: the work that is left, and whatever is not called before a certain time. */
function outlook(game: Game, at: Moment): number {
  const here = mean(at.times)
  let work = 0
  let latest = here
  for (let index = 0; index < game.things.length; index++) {
    if (at.ends[index] !== undefined) continue
    const thing = game.things[index]!
    const service = mean(game.service[index]!)
    work += service + (game.called[index] ? 0 : mean(game.wait[index]!))
    const from = Math.max(thing.notBefore ?? 0, thing.lateUntil ?? 0, game.called[index] ? mean(game.called[index]!) : 0)
    latest = Math.max(latest, from + service)
  }
  return Math.max(here + work, latest) + at.penalty
}

/** Takes one thing at a time out and puts it where it costs least, until nothing gets better. */
export function improved(game: Game, from: Found): Found {
  let best = from
  for (let found = true; found;) {
    found = false
    for (let taken = 0; taken < best.order.length; taken++) {
      const rest = best.order.filter((_, at) => at !== taken)
      const one = inserted(game, rest, best.order[taken]!)
      if (one.cost < best.cost - 1) {
        best = one
        found = true
      }
    }
  }
  return best
}

/** The same order with one more thing in it, where that costs least. */
export function inserted(game: Game, order: readonly number[], index: number): Found {
  let best: Found = { order: [...order, index], cost: Infinity }
  for (let at = 0; at <= order.length; at++) {
    const tried = [...order.slice(0, at), index, ...order.slice(at)]
    const cost = costOf(game, tried)
    if (cost < best.cost) best = { order: tried, cost }
  }
  return best
}
