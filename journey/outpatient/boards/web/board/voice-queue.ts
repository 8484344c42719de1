import type { CallPayload, EmergencyPayload } from '../../contract.ts'

/** What a hall is told aloud: whose turn it is, or that an emergency was taken first. */
export type Spoken = CallPayload | EmergencyPayload
export const isCall = (one: Spoken): one is CallPayload => 'calledAt' in one

/** So long a call is of use to the hall; an older one is only shown. */
export const USE_MS = 90_000
/** Halls remember this many calls, so that one told twice after a cut is said once. */
const REMEMBERED = 500
/** With so many waiting each is said once, or the last would come too late. */
const HURRY_FROM = 3

export interface VoiceQueue {
  /** What is being said, and how many times it is still to be said, this time included. */
  readonly current: { readonly call: Spoken; readonly left: number; readonly turn: number } | null
  readonly waiting: readonly Spoken[]
  readonly heard: readonly string[]
  /** Counts utterances, so that each start is a new one. */
  readonly turn: number
}

export type VoiceEvent =
  | { readonly type: 'call'; readonly call: Spoken; readonly now: number; readonly repeats: number }
  /** The loudspeaker has finished one utterance. */
  | { readonly type: 'said'; readonly turn: number; readonly now: number; readonly repeats: number }
  | { readonly type: 'silence' }

export const silent: VoiceQueue = { current: null, waiting: [], heard: [], turn: 0 }

/** One call is one press of a doctor: a recall is another. Rooms of the same name at two hospitals are two rooms. */
export const keyOf = (call: Spoken) => (isCall(call) ? `${call.institutionId}/${call.zoneId}/${call.pointId}/${call.label}/${call.callCount}/${call.calledAt}`
  : `${call.institutionId}/${call.zoneId}/emergency/${call.queueId}/${call.at}`)

/**
 * What the hall hears, one at a time and in the order of the calls. Nothing told is lost unless it is of no use any more,
 * nothing is said twice because it was told twice, and two rooms never speak at once.
 */
export function nextVoice(queue: VoiceQueue, event: VoiceEvent): VoiceQueue {
  switch (event.type) {
    case 'silence': return { ...queue, current: null, waiting: [] }
    case 'call': {
      const key = keyOf(event.call)
      if (queue.heard.includes(key)) return queue
      const heard = [...queue.heard.slice(1 - REMEMBERED), key]
      return advance({ ...queue, heard, waiting: [...queue.waiting, event.call] }, event.now, event.repeats)
    }
    case 'said': {
      const { current } = queue
      // An end that is told late belongs to an utterance that is over already.
      if (!current || current.turn !== event.turn) return queue
      const again = current.left > 1 && queue.waiting.length < HURRY_FROM && isOfUse(current.call, event.now)
      const turn = queue.turn + 1
      if (again) return { ...queue, turn, current: { call: current.call, left: current.left - 1, turn } }
      return advance({ ...queue, current: null }, event.now, event.repeats)
    }
  }
}

export const isOfUse = (call: Spoken, now: number) => now - Date.parse(isCall(call) ? call.calledAt : call.at) < USE_MS

function advance(queue: VoiceQueue, now: number, repeats: number): VoiceQueue {
  if (queue.current) return queue
  const [call, ...waiting] = queue.waiting.slice(queue.waiting.findIndex((one) => isOfUse(one, now)))
  if (!call || !isOfUse(call, now)) return { ...queue, waiting: [] }
  const turn = queue.turn + 1
  // Whose turn it is may be said twice; that somebody else goes first is said once.
  return { ...queue, turn, current: { call, left: isCall(call) ? repeats : 1, turn }, waiting }
}
