import { processConfig } from '#platform/config/index.ts'
import { runJobs } from '#platform/jobs/index.ts'
import { modules } from './modules.ts'
import { openServices } from './services.ts'
import { sealingTask } from './sealing-task.ts'
import { sweepingTask } from './sweeping-task.ts'
import { untilTold } from './until-told.ts'

const config = processConfig()
const services = await openServices(config, 'worker')
for (const module of modules) await module.start?.(services)
const jobs = await runJobs(
  services,
  services.ownerPool,
  modules.flatMap((module) => module.reactions ?? []),
  [sealingTask(services.ownerPool), sweepingTask(services.ownerPool), ...modules.flatMap((module) => module.tasks ?? [])],
)
services.log.info('worker ready')
process.send?.('ready')

await untilTold()
const giveUp = setTimeout(() => process.exit(1), config.shutdownSeconds * 1000)
await jobs.stop()
await services.close()
clearTimeout(giveUp)
process.exit(0)
