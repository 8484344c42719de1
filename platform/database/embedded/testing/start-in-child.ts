import { CannotStart, startEmbeddedDatabase } from '../index.ts'

/** Starts the database in the folder it is given, says where, and stays until it is told or killed. */
try {
  const database = await startEmbeddedDatabase({ dataDir: process.argv[2] ?? '', log: (line) => process.send?.({ log: line }), tuning: { shared_buffers: '64MB' } })
  process.send?.({ url: database.url })
  process.once('message', () => {
    void database.stop().then(() => process.exit(0))
  })
} catch (error) {
  process.send?.({ refusal: error instanceof CannotStart ? error.message : String(error) })
  process.exitCode = 1
}
