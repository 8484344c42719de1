export interface ClaimKey {
  readonly institutionId: number
  readonly claimId: string
}

/** A message that is on its way. */
export interface Sent {
  readonly infno: string
  readonly msgid: string
  readonly body: string
  /** The message this one is about: the one in doubt, or the settlement that is reversed. */
  readonly about: string | null
}

/** feedetl_sn: unique within the visit, the same whenever the batch is sent again. */
export function feeNumber({ batchNo }: { readonly batchNo: string }, line: number): string {
  return batchNo.slice(3) + String(line).padStart(3, '0')
}
