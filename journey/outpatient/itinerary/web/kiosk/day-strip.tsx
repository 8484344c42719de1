import { useQuery } from '@tanstack/react-query'
import { api } from '#client/index.ts'
import type { Itinerary } from '../../contract.ts'
import { Strip } from '../strip.tsx'

/** The next steps of whoever stands at the machine: its pass and their session say who. Gone with the session. */
export default function DayStrip({ pass, session }: { pass: string; session: string }) {
  const { data } = useQuery({
    queryKey: ['itinerary', 'kiosk', session], gcTime: 0, retry: false,
    queryFn: () => api.get<Itinerary>('/api/itinerary/kiosk/day', { anonymous: true, headers: { 'x-kiosk-pass': pass, 'x-kiosk-session': session } }),
  })
  return data ? <Strip day={data} most={6} /> : null
}
