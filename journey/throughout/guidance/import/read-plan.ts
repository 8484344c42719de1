import { PlanDocument } from '../plan/format.ts'
import { faultsOf } from '../plan/check.ts'
import type { PlanFault, PlanRead } from '../plan/report.ts'
import { readImdf } from './imdf.ts'
import { readZip } from './zip.ts'

export interface GivenFile {
  readonly name: string
  readonly bytes: Buffer
}

export type PlanFileRead = PlanRead & { readonly source: 'imdf' | 'plan-file' }

/** Reads what was given: a zip, the files of an IMDF folder, or one plan of our own format. Every fault at once. */
export function readPlanFiles(given: readonly GivenFile[]): PlanFileRead {
  const files = new Map<string, string>()
  for (const { name, bytes } of given) {
    if (!/\.zip$/i.test(name)) {
      files.set(name.split('/').at(-1) ?? name, bytes.toString('utf8'))
      continue
    }
    const inside = readZip(bytes)
    if (!inside) return { plan: undefined, faults: [{ file: name, feature: '', code: 'unreadable-zip', detail: '' }], repairs: [], source: 'imdf' }
    for (const [path, text] of inside) files.set(path, text)
  }
  const own = [...files].find(([name, text]) => /\.json$/i.test(name) && text.includes('liuxin-plan'))
  if (own) return { ...readOwn(...own), source: 'plan-file' }
  if (![...files.keys()].some((name) => name.endsWith('.geojson'))) {
    return { plan: undefined, faults: [...files.keys()].slice(0, 20).map((file): PlanFault => ({ file, feature: '', code: 'not-a-plan', detail: '' })), repairs: [], source: 'plan-file' }
  }
  return { ...readImdf(files), source: 'imdf' }
}

function readOwn(file: string, text: string): PlanRead {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { plan: undefined, faults: [{ file, feature: '', code: 'not-json', detail: '' }], repairs: [] }
  }
  const read = PlanDocument.safeParse(json)
  if (!read.success) {
    return { plan: undefined, repairs: [], faults: read.error.issues.slice(0, 200).map(({ path, message }): PlanFault => ({ file, feature: featureAt(json, path), code: 'wrong-field', detail: `${path.join('.')}: ${message}` })) }
  }
  const faults = faultsOf(read.data, file)
  return { plan: read.data, faults, repairs: [] }
}

/** Which room or door a path into the document is about. */
function featureAt(json: unknown, path: readonly PropertyKey[]): string {
  const [list, at] = path
  const items = (json as Record<PropertyKey, unknown> | null)?.[list ?? '']
  const one: unknown = Array.isArray(items) && typeof at === 'number' ? items[at] : undefined
  const id = (one as { id?: unknown } | undefined)?.id
  return typeof id === 'string' ? id : path.slice(0, 2).join(' ')
}
