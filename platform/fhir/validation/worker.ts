import { parentPort } from 'node:worker_threads'
import { makeCheck } from './check.ts'

// Reading the definitions takes most of a second and much memory: it happens here, beside the thread that answers requests.
const check = makeCheck()
parentPort?.on('message', ({ id, text }: { id: number; text: string }) => {
  try {
    parentPort?.postMessage({ id, issues: check(JSON.parse(text)) })
  } catch {
    parentPort?.postMessage({ id, issues: [{ code: 'structure', text: 'The resource cannot be read.' }] })
  }
})
