import { localDay } from '#platform/clock/index.ts'
import { checkDocument, type IdentityDocument } from '../contract.ts'
import { DocumentInvalid } from '../errors.ts'

/** Numbers of the area kept for made-up people are good in a demonstration only. */
export function refuseTestArea(demo: boolean, document: IdentityDocument): void {
  if (demo) return
  const facts = checkDocument(document.kind, document.number, localDay(new Date()))
  if (!('fault' in facts) && facts.testArea) throw new DocumentInvalid({ fault: 'region' })
}
