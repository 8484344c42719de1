import { relative } from 'node:path'
import { describeMigrations, isCurrent } from './schema/describe.ts'

const descriptions = await describeMigrations()
const stale = descriptions.filter((description) => !isCurrent(description))
for (const { file } of stale) console.error(`${relative(process.cwd(), file)} does not match the migrations: run npm run schema, read the difference, commit it.`)
if (stale.length === 0) console.log(`${descriptions.length} descriptions match the migrations.`)
process.exitCode = stale.length > 0 ? 1 : 0
