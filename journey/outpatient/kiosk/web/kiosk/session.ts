import { useMutation } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { Problem } from '#client/index.ts'
import type { KioskFound, KioskIdentify, KioskTicket } from '../../contract.ts'

/** The machine's pass, and the session of whoever showed who they are: both travel with every question and are kept nowhere. */
export interface AtKiosk {
  readonly pass: string
  readonly session: string
}

export const asked = ({ pass, session }: AtKiosk) => ({ headers: { 'x-kiosk-pass': pass, 'x-kiosk-session': session }, anonymous: true })

export function useIdentify(pass: string | null) {
  return useMutation<KioskFound, Problem, KioskIdentify>({
    gcTime: 0, networkMode: 'always',
    mutationFn: (shown) => api.post<KioskFound>('/api/kiosk/identify', { headers: { 'x-kiosk-pass': pass ?? '' }, anonymous: true, body: shown }),
  })
}

export function useCheckIn(at: AtKiosk) {
  return useMutation<KioskTicket, Problem, string>({
    gcTime: 0, networkMode: 'always',
    mutationFn: (visitId) => api.post<KioskTicket>('/api/kiosk/check-ins', { ...asked(at), body: { visitId } }),
  })
}

/** Nobody waits for these: what is lost, the server ends by itself some seconds later. */
export function tellServer(at: AtKiosk, what: 'touch' | 'end'): void {
  void api.post(`/api/kiosk/session/${what}`, asked(at)).catch(() => undefined)
}
