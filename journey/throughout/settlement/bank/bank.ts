import type { Services } from '#platform/services.ts'
import { simulatedBank } from '../simulator/simulated-bank.ts'

/** The custodian's bank: it takes a file of instructions, and answers with a file of what became of them. */
export interface Bank {
  /** Safe to repeat: the bank knows an instruction by its id. */
  hand(file: string): Promise<void>
  /** What it has decided about these, so far. */
  results(ids: readonly string[]): Promise<string>
}

/** The bank this process can reach by itself. Undefined: people carry the files, and bring in the bank's answer. */
export function openBank(services: Pick<Services, 'pool' | 'clock' | 'config'>): Bank | undefined {
  return services.config.demo ? simulatedBank(services) : undefined
}
