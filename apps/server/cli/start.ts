import { ConfigError, processConfig } from '#platform/config/index.ts'
import { CannotStart } from '#platform/database/embedded/index.ts'
import { runProduct } from './run-product.ts'
import { createSteps } from './steps.ts'

/** `npm start`: everything from an empty directory to a page in the browser, and an orderly end. */
const steps = createSteps()
try {
  await runProduct(processConfig(), steps)
  process.exit(0)
} catch (error) {
  const isExpected = error instanceof CannotStart || error instanceof ConfigError
  console.error(isExpected ? `\n${error.message}` : error)
  process.exit(1)
}
