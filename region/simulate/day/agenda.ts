/** What happens when, in seconds after midnight; what is written first happens first. */
export interface Agenda {
  at(time: number, what: (now: number) => void): void
  run(): void
}

interface Entry {
  readonly time: number
  readonly turn: number
  readonly what: (now: number) => void
}

const before = (a: Entry, b: Entry): boolean => a.time < b.time || (a.time === b.time && a.turn < b.turn)

export function newAgenda(): Agenda {
  const heap: Entry[] = []
  let turn = 0
  let reached = 0

  function at(time: number, what: (now: number) => void): void {
    heap.push({ time: Math.max(time, reached), turn: turn++, what })
    let child = heap.length - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!before(heap[child]!, heap[parent]!)) break
      swap(child, parent)
      child = parent
    }
  }

  function swap(a: number, b: number): void {
    const held = heap[a]!
    heap[a] = heap[b]!
    heap[b] = held
  }

  function next(): Entry | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    heap[0] = last
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1
      const right = left + 1
      let least = parent
      if (left < heap.length && before(heap[left]!, heap[least]!)) least = left
      if (right < heap.length && before(heap[right]!, heap[least]!)) least = right
      if (least === parent) return first
      swap(parent, least)
      parent = least
    }
  }

  function run(): void {
    for (let entry = next(); entry; entry = next()) {
      reached = entry.time
      entry.what(entry.time)
    }
  }
  return { at, run }
}
