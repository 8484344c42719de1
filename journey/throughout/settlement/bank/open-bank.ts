import type { Services } from '#platform/services.ts'
import { simulatedBank } from '../simulator/simulated-bank.ts'
import type { Bank } from './bank.ts'

/** The bank this process can reach by itself. Undefined: people carry the files, and bring in the bank's answer. */
export function openBank(services: Pick<Services, 'pool' | 'clock' | 'config'>): Bank | undefined {
  return services.config.demo ? simulatedBank(services) : undefined
}
