import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, isProblem } from '#client/index.ts'
import type { LineVerb, VerbDone } from '#journey/outpatient/arrival/contract.ts'

/** What the thumb can do. */
export type CallerAct = { readonly verb: 'call-next' } | { readonly verb: 'recall' | 'pass' | 'start' | 'finish'; readonly visitId: string } | { readonly verb: 'undo'; readonly visitId: string; readonly version: number }

const roomKey = ['arrival', 'my-room'] as const
/** No answer is no refusal: the act may have been done. It is sent again under the same key, so that it is done once. */
const isUnknown = (fault: unknown) => isProblem(fault) && (fault.status === 0 || fault.status >= 502)
const againAfterMs = (tries: number) => Math.min(5_000, 1_000 + tries * 1_000)

function send(act: CallerAct): Promise<VerbDone> {
  if (act.verb === 'call-next') return api.post<VerbDone>('/api/arrival/queues/call-next', { body: {} })
  const verb: LineVerb = act.verb === 'undo' ? { verb: 'undo', version: act.version } : { verb: act.verb }
  return api.post<VerbDone>(`/api/arrival/queues/visits/${act.visitId}`, { body: verb })
}

/** One act at a time, tried until somebody answers; the last one can be taken back. */
export function useCaller() {
  const client = useQueryClient()
  const [last, setLast] = useState<{ readonly done: VerbDone; readonly verb: CallerAct['verb'] }>()
  const act = useMutation({
    mutationFn: send,
    retry: (_tries, fault) => isUnknown(fault),
    retryDelay: againAfterMs,
    onSuccess: (done, { verb }) => {
      setLast(verb === 'undo' ? undefined : { done, verb })
      globalThis.navigator?.vibrate?.(40)
    },
    onSettled: () => client.invalidateQueries({ queryKey: roomKey }),
  })
  return { act, last, forget: () => setLast(undefined) }
}

export type Caller = ReturnType<typeof useCaller>
