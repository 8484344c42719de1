import { livePlace, resumeLiveAt } from '#client/index.ts'

const SCRIPT = /<script[^>]*\ssrc="([^"]+)"/
const PLACE = 'board-live-place'
/** A place this old is not worth taking up: the hall has been told long since. */
const PLACE_GOOD_MS = 120_000

/** The build this page runs, by the name of its script. */
export function thisPage(): string {
  const src = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.getAttribute('src') ?? ''
  return src.slice(src.lastIndexOf('/') + 1, 60)
}

/** Whether the server has a newer page, and it is ready to be shown: its script is here before the old page goes. */
export async function hasNewerPage(): Promise<boolean> {
  const page = await fetch('/board/', { cache: 'no-store' }).then((reply) => (reply.ok ? reply.text() : ''), () => '')
  const src = SCRIPT.exec(page)?.[1]
  if (!src || src.endsWith(`/${thisPage()}`)) return false
  return fetch(src).then((reply) => reply.ok, () => false)
}

/** Loads the new page in place of this one; it takes up the line where this one leaves it, so that no call falls between. */
export function changePage(): void {
  try { sessionStorage.setItem(PLACE, JSON.stringify({ place: livePlace(), at: Date.now() })) } catch { /* a screen without storage reads everything again */ }
  location.reload()
}

/** Once, before the line is opened. */
export function takeUpPlace(): void {
  try {
    const { place, at } = JSON.parse(sessionStorage.getItem(PLACE) ?? '{}') as { place?: string; at?: number }
    sessionStorage.removeItem(PLACE)
    if (place && at && Date.now() - at < PLACE_GOOD_MS) resumeLiveAt(place)
  } catch { /* as above */ }
}
