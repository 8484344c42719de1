import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { Desk, NoteSave, NoteSaved, Order, OrderRequest, VisitPayment, VitalSigns, VitalsTaken } from '../../contract.ts'

const PAID_ASK_MS = 30_000

const keyOf = (visitId: string) => ['consulting', 'visit', visitId] as const
const path = (visitId: string) => `/api/consulting/visits/${visitId}`

/** Everything about one visit; read again only when asked, since the page itself is the one who changes it. */
export function useVisit(visitId: string) {
  return useQuery({ queryKey: keyOf(visitId), queryFn: () => api.get<Desk>(path(visitId)), staleTime: Infinity, refetchOnWindowFocus: false })
}

/** Somebody pays elsewhere while the page is open: asked now and then until nothing is due, and at once when an order changes. */
export function useVisitPayment({ visit: { visitId }, orders }: Desk) {
  return useQuery({
    queryKey: [...keyOf(visitId), 'payment', orders.map(({ id }) => id).join()], queryFn: () => api.get<VisitPayment>(`${path(visitId)}/payment`),
    placeholderData: (before) => before, refetchInterval: ({ state }) => ((state.data?.dueCents ?? 0) > 0 ? PAID_ASK_MS : false),
  })
}

export const saveNote = (visitId: string, save: NoteSave) => api.put<NoteSaved>(`${path(visitId)}/note`, { body: save })
export const readNote = async (visitId: string) => (await api.get<Desk>(path(visitId))).note

/** The acts on one visit; each puts what the server answered into what the page shows. */
export function useVisitActs(visitId: string) {
  const client = useQueryClient()
  const change = (how: (desk: Desk) => Desk) => client.setQueryData<Desk>(keyOf(visitId), (desk) => desk && how(desk))
  const show = (desk: Desk) => client.setQueryData(keyOf(visitId), desk)
  return {
    finish: useMutation({ mutationFn: (revision: number) => api.post<Desk>(`${path(visitId)}/finish`, { body: { revision } }), onSuccess: show }),
    reopen: useMutation({ mutationFn: (reason: string) => api.post<Desk>(`${path(visitId)}/reopen`, { body: { reason } }), onSuccess: show }),
    placeOrder: useMutation({
      mutationFn: (order: OrderRequest) => api.post<Order>(`${path(visitId)}/orders`, { body: order }),
      onSuccess: (order) => change((desk) => ({ ...desk, orders: [...desk.orders, order] })),
    }),
    cancelOrder: useMutation({
      mutationFn: (orderId: string) => api.post<Order>(`${path(visitId)}/orders/${orderId}/cancel`),
      onSuccess: (order) => change((desk) => ({ ...desk, orders: desk.orders.filter(({ id }) => id !== order.id) })),
    }),
    recordVitals: useMutation({
      mutationFn: (signs: VitalSigns) => api.put<VitalsTaken>(`${path(visitId)}/vital-signs`, { body: signs }),
      onSuccess: (vitals) => change((desk) => ({ ...desk, vitals })),
    }),
  }
}
