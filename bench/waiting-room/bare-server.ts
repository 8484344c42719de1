import Fastify from 'fastify'

// The limit: a route that only gives back what lies in memory, of the same size as a place in the line.
const answer = {
  id: '3b241101-e2bb-4255-8caf-4136c566a962', institutionId: 1, openingId: '3b241101-e2bb-4255-8caf-4136c566a962', personId: '3b241101-e2bb-4255-8caf-4136c566a962',
  state: 'waiting', early: true, ahead: 4711, place: 4741, joined: 10_000, aboutSeconds: 900, unitsLeft: 30, chance: { percent: 3, word: 'hardly' },
  opensAt: '2026-11-22T01:00:00.000Z', until: null, paused: false, now: '2026-11-22T01:00:00.000Z', askAgainMs: 20_000,
}
const app = Fastify()
app.get('/place', () => answer)
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' })
process.send?.('ready')
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)))
