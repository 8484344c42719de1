/** 12.3 %; a dash where there was nothing to take a part of. */
export function percentOf(share: number | null): string {
  return share === null ? '—' : `${(share * 100).toFixed(1)} %`
}
