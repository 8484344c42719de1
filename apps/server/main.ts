import { authenticate } from '#journey/throughout/access/server.ts'
import { withClients } from '#journey/throughout/integration/server.ts'
import { processConfig } from '#platform/config/index.ts'
import { compose } from './compose.ts'
import { modules } from './modules.ts'
import { openServices } from './services.ts'
import { untilTold } from './until-told.ts'

const config = processConfig()
const services = await openServices(config, 'server')
const app = await compose(services, modules, withClients(services, authenticate(services)))
// When a server is lost its thousands of lines come to the next in one moment: they wait at the door instead of being turned away.
await app.listen({ port: config.port, host: config.host, backlog: 4096 })
services.log.info({ port: config.port }, 'server ready')
process.send?.('ready')

await untilTold()
// What is under way is answered before the database goes.
const giveUp = setTimeout(() => process.exit(1), config.shutdownSeconds * 1000)
await app.close()
await services.close()
clearTimeout(giveUp)
process.exit(0)
