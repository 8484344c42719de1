import { z } from 'zod'
import { movableClock } from '#platform/clock/index.ts'
import { allow, type Routes } from '#platform/http/index.ts'

const ClockReading = z.object({ now: z.iso.datetime(), movable: z.boolean(), rate: z.number().describe('Seconds of platform time per real second') })
const MoveClock = z.object({
  now: z.iso.datetime({ offset: true }).describe('Where the clock is put'),
  rate: z.number().min(0).max(600).default(1).describe('Seconds of platform time per real second'),
})

/** The time the platform works by. Only a demonstration lets it be moved: the simulator walks a day in minutes. */
export const clockRoutes: Routes = (app, services) => {
  app.get('/api/platform/clock', {
    schema: { operationId: 'readClock', summary: 'The time the platform works by', tags: ['platform'], response: { 200: ClockReading } },
    config: { access: allow('anyone'), purpose: 'operations' },
  }, () => ({ now: services.clock.now().toISOString(), movable: services.config.demo, rate: services.clock.rate() }))
  if (!services.config.demo) return

  const clock = movableClock(services.pool)
  app.put('/api/platform/clock', {
    schema: { operationId: 'moveClock', summary: 'Move the demonstration clock', tags: ['platform'], body: MoveClock, response: { 200: ClockReading } },
    config: { access: allow('admin'), purpose: 'operations' },
  }, async (request) => {
    await clock.move(new Date(request.body.now), request.body.rate)
    return { now: clock.now().toISOString(), movable: true, rate: clock.rate() }
  })
  app.delete('/api/platform/clock', {
    schema: { operationId: 'resetClock', summary: 'Put the clock back to the real time', tags: ['platform'], response: { 200: ClockReading } },
    config: { access: allow('admin'), purpose: 'operations' },
  }, async () => {
    await clock.reset()
    return { now: clock.now().toISOString(), movable: true, rate: clock.rate() }
  })
}
