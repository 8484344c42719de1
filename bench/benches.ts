import type { BenchEntry } from './bench.ts'

/** Every benchmark by name; each file is loaded only when it runs. */
export const benches: readonly BenchEntry[] = [
  { name: 'booking', summary: 'a booking end to end against the same transaction by pgbench, spread and on one period', load: () => import('./booking.ts') },
  { name: 'rush', summary: 'a release: one hot period in batches, without and by pgbench; then 20,000 people at once', load: () => import('./rush.ts') },
  { name: 'waiting-room', summary: '10,000 people for 30 units: they come, wait, are called and book; answers from memory against a bare route', load: () => import('./waiting-room.ts') },
  { name: 'contention', summary: 'a hundred thousand attempts at once on few units, two servers, clinics stopped, pools flowing: nothing lost, nothing twice', load: () => import('./contention.ts') },
  { name: 'search', summary: 'the search box and the next free times over the city, fifty people at once, against the same questions in SQL', load: () => import('./search.ts') },
  { name: 'boards', summary: '5,000 boards and phones on two servers while doctors call: to the screen, memory a line, nothing missed when servers are restarted and killed', load: () => import('./boards.ts') },
  { name: 'day', summary: 'a day of 103 institutions in memory with the rules and without: waiting, queues, fairness, honest ranges, and what the answer rests on', load: () => import('./day.ts') },
  { name: 'waits', summary: 'clinics day after day through the real operations on PostgreSQL, at the true pace: what people were told against when they were called', load: () => import('./waits.ts') },
  { name: 'itinerary', summary: 'how true the promised end of a day is in the simulated day, how long a plan takes, and how far from the best order it is', load: () => import('./itinerary.ts') },
  { name: 'fairness', summary: 'planted resellers found, and honest families looked at or closed for nothing', load: () => import('./fairness.ts') },
  { name: 'ledger', summary: 'postings one by one and in batches against the same entries by pgbench; statements over ten million entries', load: () => import('./ledger.ts') },
  { name: 'ledger-model', summary: 'a hundred thousand random sequences of everything the ledger does, crashed, repeated and reordered, against a plain model', load: () => import('./ledger-model.ts') },
  { name: 'ledger-crash', summary: 'server, worker and database killed a hundred times while people pay: money lost, invented or left in the dark', load: () => import('./ledger-crash.ts') },
  { name: 'reconciliation', summary: '100,000 lines of three channels with one per cent of errors of every class: read, matched, stored; what was missed or invented', load: () => import('./reconciliation.ts') },
  { name: 'region', summary: 'loading people, made and encrypted, against plain COPY of the same rows', load: () => import('./region.ts') },
  { name: 'start', summary: 'from the command to a usable page, the first time and later', load: () => import('./start.ts') },
  { name: 'settlement', summary: 'a day of 38 hospitals and 100,000 transactions, from the ledger to settled, and worked out again after more traffic', load: () => import('./settlement.ts') },
  { name: 'pages', summary: 'weight and Lighthouse scores of the patient home and search pages', load: () => import('./pages.ts') },
  { name: 'waitlist', summary: 'refill of freed units and days gained in a simulated month, with the waitlist and without', load: () => import('./waitlist.ts') },
  { name: 'guidance', summary: 'a way between every two units of four real buildings against a limit of 50 ms, and plainly none where nothing joins them', load: () => import('./guidance.ts') },
]
