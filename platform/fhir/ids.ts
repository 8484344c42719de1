/** The id of something an institution owns, as FHIR allows it: `101-5001`. */
export function pairId(institutionId: number, id: number | string): string {
  return `${institutionId}-${id}`
}

const PAIR = /^([1-9]\d{0,8})-([1-9]\d{0,14})$/

export function readPairId(text: string): { institutionId: number; id: number } | undefined {
  const match = PAIR.exec(text)
  return match ? { institutionId: Number(match[1]), id: Number(match[2]) } : undefined
}

/** Those of many ids that can be ids at all. */
export function readPairIds(ids: readonly string[]): { institutionId: number; id: number }[] {
  return ids.flatMap((one) => readPairId(one) ?? [])
}

/** Ids that fit an integer column of the database. */
export function fitsInteger(id: number): boolean {
  return id <= 2_147_483_647
}
