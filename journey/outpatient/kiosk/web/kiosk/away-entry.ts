import { type AwayEntry, type ExpectedVisit, signedText } from '../../contract.ts'
import type { KeptList } from './away-store.ts'

export interface Shown {
  readonly kind: 'resident-id' | 'insurance-code'
  readonly number: string
}

/** What they came for: the visit they are booked for, a department they have no booking for, or neither, since the machine cannot know. */
export type Wanted = Pick<AwayEntry, 'visitId' | 'walkIn'>

const HASH_BYTES = 16
const NONCE_BYTES = 12
/** This run of the page; its stopwatch says how long ago something was, whatever happens to the clock. */
export const run = crypto.randomUUID()
export const runMs = (): number => Math.round(performance.now())

const bytes = (text: string) => new TextEncoder().encode(text)
const base64 = (data: Uint8Array) => btoa(String.fromCharCode(...data))
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
const mac = async (key: CryptoKey, text: string) => new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(text)))

/** As the register of people writes numbers: upper case, without spaces and dashes. */
const normal = (number: string) => number.normalize('NFKC').toUpperCase().replace(/[\s()\-–—]/g, '')

/** What this document is booked for today, as far as the machine's list knows. An empty answer is no answer. */
export async function visitsOf(list: KeptList, { kind, number }: Shown): Promise<ExpectedVisit[]> {
  const document = `${kind} ${normal(number)}`
  const sealed = list.entries.get(base64((await mac(list.hashKey, `find ${document}`)).subarray(0, HASH_BYTES))) ?? []
  if (sealed.length === 0) return []
  const key = await crypto.subtle.importKey('raw', await mac(list.hashKey, `read ${document}`), 'AES-GCM', false, ['decrypt'])
  const texts = await Promise.all(sealed.map(async (text) => {
    const data = fromBase64(text)
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: data.subarray(0, NONCE_BYTES) }, key, data.subarray(NONCE_BYTES)))
  }))
  return texts.flatMap((text) => JSON.parse(text) as ExpectedVisit[])
}

/** "I am here", sealed for the server and signed: this machine cannot read the document back. */
export async function makeEntry(list: KeptList, taken: { seq: number; machine: string; now: number; wanted: Wanted; document: Shown }): Promise<AwayEntry> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const text = JSON.stringify({ kind: taken.document.kind, number: normal(taken.document.number) })
  const cipher = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, list.sealKey, bytes(text)))
  const entry: Omit<AwayEntry, 'signature'> = {
    id: crypto.randomUUID(), paper: `${list.papers?.series ?? codeOf(taken.machine)}-${taken.seq}`, seq: taken.seq, listId: list.listId, listIssuedAt: list.issuedAt,
    takenAt: new Date(taken.now).toISOString(), run, runMs: runMs(), ...taken.wanted, sealed: base64(new Uint8Array([...nonce, ...cipher])),
  }
  return { ...entry, signature: base64(await mac(list.signKey, signedText(entry))) }
}

/** K2 for 门诊大厅 2 号机, where the list does not say. */
function codeOf(machine: string): string {
  const digits = /\d{1,3}/.exec(machine)?.[0]
  return `K${digits ?? [...machine].reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0) % 100}`
}
