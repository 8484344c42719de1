import type { Stop } from './contract.ts'

const BEFORE_PHARMACY: ReadonlySet<Stop['kind']> = new Set(['laboratory', 'examination'])
const NOT_OVER: ReadonlySet<Stop['status']> = new Set(['planned', 'needs-payment', 'ready', 'waiting', 'serving', 'awaiting-result'])

/**
 * Which stops the patient is put in line for without having to ask. The pharmacy only once the doctor has finished and no
 * laboratory or examination is open: what is found there may change what is taken.
 */
export function nextToJoin(stops: readonly Stop[], facts: { readonly visitOpen: boolean; readonly automatic: ReadonlySet<number> }): Stop[] {
  const isOpen = stops.some((stop) => BEFORE_PHARMACY.has(stop.kind) && NOT_OVER.has(stop.status))
  return stops.filter((stop) => stop.status === 'ready' && facts.automatic.has(stop.stationId) && (stop.kind !== 'pharmacy' || (!facts.visitOpen && !isOpen)))
}
