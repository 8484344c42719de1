/** One application as the draw sees it. */
export interface Entry {
  readonly id: string
  /** A whole number, 1 to 20. */
  readonly weight: number
}

export interface Drawn extends Entry {
  readonly place: number
  /** u^(1/weight) as a decimal, to be looked at; the order itself is compared exactly. */
  readonly key: number
}

const BITS = 64n

/**
 * The weighted order of Efraimidis and Spirakis: everybody's key is u^(1/weight), the largest first. u comes from
 * HMAC-SHA256(seed, application), its first 64 bits n, as (n + 1) / 2^64. Whether u1^(1/w1) > u2^(1/w2) is decided in whole
 * numbers: (n1+1)^w2 · 2^(64·w1) > (n2+1)^w1 · 2^(64·w2). No rounding anywhere, so every machine finds the same order,
 * in whatever order the applications came. Runs in a browser as on a server.
 */
export async function drawOrder(seed: string, entries: readonly Entry[]): Promise<Drawn[]> {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', bytes.encode(seed), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const keyed = await Promise.all(entries.map(async (entry) => {
    const digest = new DataView(await crypto.subtle.sign('HMAC', key, bytes.encode(entry.id)))
    return { ...entry, luck: digest.getBigUint64(0) + 1n }
  }))
  keyed.sort((a, b) => compare(a, b) || (a.id < b.id ? -1 : 1))
  return keyed.map(({ id, weight, luck }, at) => ({ id, weight, place: at + 1, key: (Number(luck) / 2 ** 64) ** (1 / weight) }))
}

function compare(a: { readonly luck: bigint; readonly weight: number }, b: { readonly luck: bigint; readonly weight: number }): number {
  const [wa, wb] = [BigInt(a.weight), BigInt(b.weight)]
  const left = (a.luck ** wb) << (BITS * wa)
  const right = (b.luck ** wa) << (BITS * wb)
  return left > right ? -1 : left < right ? 1 : 0
}

export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
