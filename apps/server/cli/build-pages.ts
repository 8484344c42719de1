import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CannotStart } from '#platform/database/embedded/index.ts'

/** Builds the pages if they have changed, in a process of their own: the build tool is large and we stay for months. */
export function buildPages(): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [fileURLToPath(new URL('../../build.ts', import.meta.url))], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new CannotStart(`The pages could not be built:\n${stderr || stdout || error.message}`))
      else resolve()
    })
  })
}
