import { readdirSync, readFileSync } from 'node:fs'

/** The process of this product that runs the given file; found as an operator would, in the process list. */
export function processOf(dataDir: string, file: string): number | undefined {
  return readdirSync('/proc').map(Number).filter(Number.isInteger).find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DATA_DIR=${dataDir}\0`)
    } catch {
      return false
    }
  })
}

/** The database of this product. */
export function postmasterOf(dataDir: string): number {
  return Number(readFileSync(`${dataDir}/postgres/cluster/postmaster.pid`, 'utf8').split('\n')[0])
}
