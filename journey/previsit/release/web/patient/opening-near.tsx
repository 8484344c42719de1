import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, useFormat } from '#ui/index.ts'
import type { Opening } from '../../contract.ts'
import { clockOf, type Timed, useMembers, useSecondsUntil, useTicket } from './use-ticket.ts'
import './release.css'

/** What this clinic's patient must know now: a release is near, its waiting room is open, or it is their turn to choose. */
export function OpeningNear({ institutionId, serviceId }: { institutionId: number; serviceId: number }) {
  const read = useQuery({
    queryKey: ['release', 'near', institutionId, serviceId], refetchInterval: 15_000,
    queryFn: async () => {
      const openings = await api.get<Opening[]>('/api/release/openings', { query: { institutionId, serviceId }, anonymous: true })
      return openings.map((one): Opening & Timed => ({ ...one, heardAt: Date.now() }))
    },
  })
  const next = read.data?.find((one) => one.state !== 'over')
  return next ? <Near opening={next} /> : null
}

function Near({ opening }: { opening: Opening & Timed }) {
  const { t } = useTranslation('release')
  const format = useFormat()
  const { signedOut, pending } = useMembers()
  const roomIsOpen = opening.state !== 'planned'
  const { read } = useTicket(opening, roomIsOpen && !signedOut && !pending)
  const here = `/openings/${opening.institutionId}/${opening.id}`
  const ticket = read.data
  if (ticket?.state === 'inside') return <Choosing ticket={ticket} />
  if (ticket?.state === 'booked') return null
  const day = format.date(opening.day)
  const text = !roomIsOpen
    ? t('near.planned', { day, time: format.time(opening.opensAt), from: format.time(opening.roomOpensAt) })
    : ticket && (ticket.state === 'waiting' || ticket.state === 'before-draw' || ticket.state === 'your-turn')
      ? t(`near.${ticket.state}`, { day, count: ticket.ahead ?? 0 })
      : t(opening.state === 'gathering' ? 'near.gathering' : 'near.admitting', { day, time: format.time(opening.opensAt) })
  return (
    <Alert tone={ticket?.state === 'your-turn' ? 'now' : 'info'} icon="clock" action={<Button small kind={roomIsOpen ? 'primary' : 'outline'} href={here}>{ticket ? t('near.to-my-place') : t('near.to-room')}</Button>}>
      {text}
    </Alert>
  )
}

function Choosing({ ticket }: { ticket: NonNullable<ReturnType<typeof useTicket>['read']['data']> }) {
  const { t } = useTranslation('release')
  const seconds = useSecondsUntil(ticket.until, ticket)
  return <Alert tone="now" icon="clock">{t('near.inside', { left: clockOf(seconds) })}</Alert>
}
