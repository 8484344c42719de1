import { fileURLToPath } from 'node:url'
import { cruiseBorders } from './cruise.ts'

/** Far below the size of the house: fewer means that the tool looked away, and its silence says nothing. */
const leastModules = 250

const { modules, violations } = await cruiseBorders(fileURLToPath(new URL('..', import.meta.url)))
for (const violation of violations) console.error(violation)
if (modules < leastModules) console.error(`Only ${modules} files were looked at; at least ${leastModules} are expected.`)
console.log(`${modules} files, ${violations.length} border violations`)
process.exitCode = violations.length > 0 || modules < leastModules ? 1 : 0
