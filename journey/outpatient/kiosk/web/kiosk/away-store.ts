import type { AwayEntry, ExpectedList, WalkInDepartment } from '../../contract.ts'

/** A list as it lies on the machine: its keys can be used here, and not read out. */
export interface KeptList {
  readonly listId: string
  readonly issuedAt: string
  readonly goodUntil: string
  readonly hashKey: CryptoKey
  readonly sealKey: CryptoKey
  readonly signKey: CryptoKey
  readonly entries: ReadonlyMap<string, readonly string[]>
  /** Where somebody without a booking could be taken, as it was at `issuedAt`; a list kept by an older page knows none. */
  readonly walkIn?: readonly WalkInDepartment[]
  readonly papers?: ExpectedList['papers']
}

const NAME = 'liuxin-kiosk'
let opening: Promise<IDBDatabase> | undefined

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('kept')
      request.result.createObjectStore('queue', { keyPath: 'seq' })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the machine keeps nothing'))
  })
  return opening
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the machine keeps nothing'))
  })
}

const key = (bytes: string) => Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0))

/** Puts a fresh list in the place of the old one. The keys are taken in such that nobody can read them out again. */
export async function keepList(list: ExpectedList): Promise<KeptList> {
  const signing = { name: 'HMAC', hash: 'SHA-256' }
  const [hashKey, signKey, sealKey] = await Promise.all([
    crypto.subtle.importKey('raw', key(list.hashKey), signing, false, ['sign']),
    crypto.subtle.importKey('raw', key(list.signKey), signing, false, ['sign']),
    crypto.subtle.importKey('raw', key(list.sealKey), 'AES-GCM', false, ['encrypt']),
  ])
  const entries = new Map<string, string[]>()
  for (const { h, p } of list.entries) entries.set(h, [...(entries.get(h) ?? []), p])
  const kept: KeptList = { listId: list.listId, issuedAt: list.issuedAt, goodUntil: list.goodUntil, hashKey, signKey, sealKey, entries, walkIn: list.walkIn, papers: list.papers }
  await done((await open()).transaction('kept', 'readwrite').objectStore('kept').put(kept, 'list'))
  return kept
}

/** The list of today, while it is good; an old one is thrown away. */
export async function listNow(now: number): Promise<KeptList | undefined> {
  const list = await done<KeptList | undefined>((await open()).transaction('kept').objectStore('kept').get('list') as IDBRequest<KeptList | undefined>)
  if (!list) return undefined
  if (Date.parse(list.goodUntil) > now) return list
  await done((await open()).transaction('kept', 'readwrite').objectStore('kept').delete('list'))
  return undefined
}

/** The next number of this machine's papers. It never goes back, so that no two papers are the same. */
async function nextSeq(last: number): Promise<number> {
  const store = (await open()).transaction('kept', 'readwrite').objectStore('kept')
  const seq = Math.max((await done(store.get('seq') as IDBRequest<number | undefined>)) ?? 0, last) + 1
  await done(store.put(seq, 'seq'))
  return seq
}

/** Written down for good before the person is told so; `last`: the last paper of this machine that the server has seen. */
export async function enqueue(last: number, make: (seq: number) => Promise<AwayEntry>): Promise<AwayEntry> {
  const entry = await make(await nextSeq(last))
  const db = await open()
  const write = db.transaction('queue', 'readwrite', { durability: 'strict' })
  const written = new Promise<void>((resolve, reject) => {
    write.oncomplete = () => resolve()
    write.onerror = write.onabort = () => reject(write.error ?? new Error('the machine keeps nothing'))
  })
  write.objectStore('queue').put(entry)
  await written
  return entry
}

/** What is still to be sent, oldest first. */
export async function queued(): Promise<AwayEntry[]> {
  return done((await open()).transaction('queue').objectStore('queue').getAll() as IDBRequest<AwayEntry[]>)
}

/** Only what was answered is forgotten. */
export async function forget(seqs: readonly number[]): Promise<void> {
  const store = (await open()).transaction('queue', 'readwrite').objectStore('queue')
  await Promise.all(seqs.map((seq) => done(store.delete(seq))))
}
