import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, useLive } from '#client/index.ts'
import type { AddScreen, Boards, BoardView, ChangeScreen, LayoutContent, LayoutHistory, ScreenPass, Screens } from '../../contract.ts'

const boardsKey = ['boards', 'here'] as const
const screensKey = ['boards', 'screens'] as const
const layoutKey = (id: string) => ['boards', 'layout', id] as const

export const useBoards = () => useQuery({ queryKey: boardsKey, queryFn: () => api.get<Boards>('/api/boards/layouts') })
export const useScreens = () => useQuery({ queryKey: screensKey, queryFn: () => api.get<Screens>('/api/boards/screens'), refetchInterval: 20_000 })

/** A layout with its versions; it hears when somebody else publishes it. */
export function useLayout(id: string, institutionId: number | undefined) {
  const client = useQueryClient()
  const read = useQuery({ queryKey: layoutKey(id), queryFn: () => api.get<LayoutHistory>(`/api/boards/layouts/${id}`), enabled: id !== '' })
  useLive(institutionId === undefined || id === '' ? [] : [`board:${institutionId}:${id}`], (event) => {
    if (event.type === 'boards.layout-published.v1') void client.invalidateQueries({ queryKey: layoutKey(id) })
  })
  return read
}

/** What the board would show with these settings, from this moment's lines. */
export function usePreview(content: LayoutContent | undefined) {
  return useQuery({
    queryKey: ['boards', 'preview', content], enabled: content !== undefined, placeholderData: keepPreviousData, refetchInterval: 10_000,
    queryFn: () => api.post<BoardView>('/api/boards/preview', { body: content }),
  })
}

export function useLayoutActs(id: string) {
  const client = useQueryClient()
  const keep = (history: LayoutHistory) => {
    client.setQueryData(layoutKey(history.layout.id), history)
    return client.invalidateQueries({ queryKey: boardsKey })
  }
  return {
    publish: useMutation({ mutationFn: (draft: { version: number; content: LayoutContent }) => api.put<LayoutHistory>(`/api/boards/layouts/${id}`, { body: draft }), onSuccess: keep }),
    undo: useMutation({ mutationFn: (version: number) => api.post<LayoutHistory>(`/api/boards/layouts/${id}/undo`, { body: { version } }), onSuccess: keep }),
    make: useMutation({ mutationFn: (content: LayoutContent) => api.post<LayoutHistory>('/api/boards/layouts', { body: { content } }), onSuccess: keep }),
  }
}

export function useScreenActs() {
  const client = useQueryClient()
  return {
    add: useMutation({ mutationFn: (screen: AddScreen) => api.post<ScreenPass>('/api/boards/screens', { body: screen }), onSettled: () => client.invalidateQueries({ queryKey: screensKey }) }),
    change: useMutation({
      mutationFn: ({ id, ...change }: ChangeScreen & { id: string }) => api.put<Screens>(`/api/boards/screens/${id}`, { body: change }),
      onSuccess: (now) => client.setQueryData(screensKey, now),
    }),
  }
}
