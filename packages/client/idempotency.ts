/**
 * The same act keeps the same key until we know how it ended, even over a reload: a payment whose answer was lost and is
 * pressed again reaches the server as the same payment. Only a digest of the act is stored, never its content.
 */
const prefix = 'act:'
const memory = new Map<string, string>()

// randomUUID is missing outside secure contexts, and a kiosk in a hospital network may be one.
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

// 64 bits of FNV-1a: enough to tell the few unfinished acts of one tab apart.
function digest(act: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(act)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash.toString(36)
}

function stored(name: string): string | undefined {
  try { return sessionStorage.getItem(name) ?? undefined } catch { return undefined }
}

/** The key under which this act is being tried. */
export function keyOf(act: string): string {
  const name = prefix + digest(act)
  const key = memory.get(name) ?? stored(name) ?? newKey()
  memory.set(name, key)
  try { sessionStorage.setItem(name, key) } catch { /* private windows refuse storage; memory still holds it */ }
  return key
}

/** The act ended, well or badly: pressing again is a new act. */
export function settle(act: string): void {
  const name = prefix + digest(act)
  memory.delete(name)
  try { sessionStorage.removeItem(name) } catch { /* nothing was stored either */ }
}
