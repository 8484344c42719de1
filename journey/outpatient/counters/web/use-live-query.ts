import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive } from '#client/index.ts'

/** A question whose answer changes by itself: read again when a topic says so, and as soon as the line to the server stands. */
export function useLiveAnswer<T>(queryKey: readonly unknown[], queryFn: () => Promise<T>, topics: readonly string[], enabled = true) {
  const client = useQueryClient()
  const read = useQuery({ queryKey, queryFn, enabled, refetchInterval: 60_000 })
  const refresh = () => void client.invalidateQueries({ queryKey })
  const { connected } = useLive(topics, refresh)
  const name = JSON.stringify(queryKey)
  useEffect(() => {
    if (connected) void client.invalidateQueries({ queryKey: JSON.parse(name) as unknown[] })
  }, [connected, client, name])
  return { read, connected, refresh: () => client.invalidateQueries({ queryKey }) }
}
