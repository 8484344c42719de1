import { parentPort, workerData } from 'node:worker_threads'
import { type MasterKeys, useKeys } from '#platform/crypto/index.ts'
import { makePersonBlocks, type PersonRange } from './person-blocks.ts'

export interface ThreadKeys {
  readonly suite: 'intl' | 'gm'
  readonly keys: MasterKeys
}

const { suite, keys } = workerData as ThreadKeys
useKeys(suite, keys)

parentPort!.on('message', (range: PersonRange) => {
  parentPort!.postMessage(makePersonBlocks(range))
})
