import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { DEMO_HOSPITAL } from '#region/data/demo-people.ts'
import { type Ask, bookAndArrive, signInStaff } from './over-http.ts'
import { postmasterOf, processOf } from './processes.ts'
import { type Product, startProduct } from './product.ts'

/** Presses until somebody answers, with the same key: as the caller on a phone does. */
async function press(ask: Ask, path: string, body: object): Promise<{ label: string; visitId: string }> {
  const key = randomUUID()
  for (;;) {
    try {
      return await ask('POST', path, body, key)
    } catch (fault) {
      const { status } = fault as { status?: number }
      if (status !== undefined && status < 500) throw fault
      await pause(300)
    }
  }
}

test.runIf(process.platform === 'linux')('O4 server, worker and database are killed while patients are called: nobody loses a place, nobody is called twice, and the board shows the truth', async () => {
  let product: Product = await startProduct({ withinSeconds: 240 })
  onTestFinished(() => product.remove())
  const { dataDir, url } = product
  const [doctor, nurse] = [await signInStaff(url, 'doctor'), await signInStaff(url, 'nurse')]
  const { room } = await doctor('PUT', '/api/arrival/queues/my-room', {})
  await bookAndArrive(url, nurse, ['10000000001', '10000000002', '10000000003', '10000000004', '10000000005'])
  const line = async () => (await doctor('GET', '/api/arrival/queues/my-room')).entries as { ticket: { label: string; status: string } }[]
  const inLine = (await line()).map(({ ticket }) => ticket.label)
  expect(inLine).toHaveLength(5)

  const called: string[] = []
  const calling = (async () => {
    for (let at = 0; at < inLine.length; at++) {
      const { label, visitId } = await press(doctor, '/api/arrival/queues/call-next', {})
      called.push(label)
      // The last one stays called, so that the board has something to show.
      if (at < inLine.length - 1) {
        await pause(1_500)
        await press(doctor, `/api/arrival/queues/visits/${visitId}`, { verb: 'pass' })
      }
    }
  })()
  await kill(processOf(dataDir, 'apps/server/main.ts'))
  await kill(processOf(dataDir, 'apps/server/worker.ts'))
  await kill(postmasterOf(dataDir))
  await product.stop()
  product = await startProduct({ dataDir, port: Number(new URL(url).port) })
  await calling

  expect(called).toEqual(inLine)
  expect((await line()).map(({ ticket }) => ticket.status).toSorted()).toEqual(['called', 'passed', 'passed', 'passed', 'passed'])
  const { points } = await doctor('GET', `/api/boards/${DEMO_HOSPITAL}/${room.zoneId}`)
  expect(points.find(({ pointId }: { pointId: number }) => pointId === room.id)).toMatchObject({ state: 'calling', current: { label: inLine.at(-1) }, waitingCount: 0 })
}, 400_000)

async function kill(pid: number | undefined): Promise<void> {
  await pause(1_200)
  expect(pid).toBeGreaterThan(1)
  process.kill(pid!, 'SIGKILL')
}
