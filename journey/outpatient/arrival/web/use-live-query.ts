import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive } from '#client/index.ts'
import type { LiveEvent, Liveness } from '#client/index.ts'

/**
 * Hears these topics for a query. The data is read once more as soon as the line stands: what happened between the
 * first reading and that moment was told to nobody.
 */
export function useLiveQuery(topics: readonly string[], queryKey: readonly unknown[], onEvent: (event: LiveEvent) => void): Liveness {
  const client = useQueryClient()
  const live = useLive(topics, onEvent)
  const name = JSON.stringify(queryKey)
  useEffect(() => {
    if (live.connected) void client.invalidateQueries({ queryKey: JSON.parse(name) as unknown[] })
  }, [live.connected, client, name])
  return live
}
