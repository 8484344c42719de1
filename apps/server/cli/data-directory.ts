import { accessSync, constants, existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config, RegionSize } from '#platform/config/index.ts'
import { CannotStart, explainWriteFailure } from '#platform/database/embedded/index.ts'

const mebibyte = 1024 * 1024
/** MiB a region takes with room for its log and its first days; the city's is an estimate, it was 2.1 GB just loaded. */
const neededAtFirst: Record<RegionSize, number> = { none: 400, small: 800, city: 12_000 }
const neededLater = 128

/** Makes the data directory and proves, before anything else, that it can be written and has room. */
export function prepareDataDirectory({ dataDir, databaseUrl, regionSize }: Pick<Config, 'dataDir' | 'databaseUrl' | 'regionSize'>): void {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.W_OK)
    const probe = join(dataDir, `.probe-${process.pid}`)
    writeFileSync(probe, 'x'.repeat(64 * 1024), { flush: true })
    rmSync(probe)
  } catch (error) {
    throw explainWriteFailure(dataDir, error)
  }
  const isFirst = !existsSync(join(dataDir, 'postgres', 'cluster'))
  const needed = databaseUrl === undefined && isFirst ? neededAtFirst[regionSize] : neededLater
  const { bavail, bsize } = statfsSync(dataDir)
  const free = Math.floor((bavail * bsize) / mebibyte)
  if (free < needed) {
    throw new CannotStart(`The disk that holds ${dataDir} has ${free} MB free and ${needed} MB are needed. Nothing was changed; make room, or choose another place with DATA_DIR.`)
  }
}
