import type { ClaimRow } from './queries/claim.ts'

export interface VisitRow {
  readonly psnNo: string
  readonly insuplcAdmdvs: string
  readonly mdtrtId: string | null
}

/** What is said to the insurer next about a claim. `undone`: nothing needs to be said, it is over. */
export type Step = '1101' | '2201' | '2202' | '2203' | '2204' | '2205' | '2206' | '2207' | '2208' | '2601' | 'undone'

/**
 * Where a claim stands and where it is wanted decide the next message, and nothing else does: whoever asks, the answer is the
 * same. A settlement or reversal without an answer comes before everything: it is taken back (2601) before anything else is said.
 */
export function nextStep(claim: ClaimRow, visit: VisitRow | undefined): Step | undefined {
  if (claim.openMsgid) return '2601'
  if (claim.deceived && claim.setlId) return '2208'
  if (claim.wanted === 'undone') return stepBack(claim, visit)
  if (claim.state === 'quoted') return claim.wanted === 'settled' ? '2207' : undefined
  if (claim.state !== 'new') return undefined
  if (!visit) return '1101'
  if (!visit.mdtrtId) return '2201'
  return (['2203', '2204', '2205', '2206'] as const)[claim.progress]
}

function stepBack(claim: ClaimRow, visit: VisitRow | undefined): Step | undefined {
  if (claim.state === 'undone') return undefined
  if (claim.state === 'settled') return '2208'
  if (claim.progress >= 2) return '2205'
  return claim.leaves && visit?.mdtrtId ? '2202' : 'undone'
}

/** Messages that move money: without an answer nobody knows where it is. The others are simply sent again. */
export const movesMoney = (infno: string): boolean => infno === '2207' || infno === '2208'
