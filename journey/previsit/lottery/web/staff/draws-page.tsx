import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import { Alert, Bones, Button, ConfirmDialog, Counts, Desk, EmptyState, ErrorState, Explain, List, ListItem, Pairs, Pane, Tag, useFormat } from '#ui/index.ts'
import type { Draw } from '../../contract.ts'
import { useDrawNames } from '../names.ts'
import { NewDraw } from './new-draw.tsx'

/** The office's draws: announced, how many applied, and what came of them. */
export function Component() {
  const { t } = useTranslation('lottery')
  const names = useDrawNames()
  const format = useFormat()
  const [chosen, setChosen] = useState<string>()
  const [making, setMaking] = useState(false)
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session', { anonymous: true }), staleTime: 60_000 })
  const staff = session.data?.staff
  const read = useQuery({
    queryKey: ['lottery', 'draws', String(staff?.institutionId)], enabled: staff !== undefined && staff !== null, refetchInterval: 5000,
    queryFn: () => api.get<Draw[]>('/api/lottery/draws', { query: { institutionId: staff?.institutionId } }),
  })
  const draws = read.data ?? []
  const current = draws.find((one) => one.id === chosen) ?? draws[0]
  const mayMake = staff?.roles.includes('manager') ?? false
  return (
    <Desk title={t('desk.title')} panes="380px 1fr" actions={mayMake && <Button icon="plus" kind="primary" onPress={() => setMaking(true)}>{t('desk.new')}</Button>}>
      <Pane label={t('desk.title')} paper>
        {read.isPending && <Bones cards={[3]} />}
        {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('desk.none')}>{t('desk.none-note')}</EmptyState>}
        {draws.length > 0 && (
          <List label={t('desk.title')}>
            {draws.map((one) => (
              <ListItem
                key={one.id} title={`${names.doctor(one)} · ${names.department(one)}`} note={`${names.days(one)} · ${t('desk.draws-at', { when: format.dayTime(one.drawsAt) })}`}
                selected={one.id === current?.id} end={<Tag tone={one.state === 'open' ? 'success' : 'neutral'}>{t(`state.${one.state}`)}</Tag>} onPress={() => setChosen(one.id)}
              />
            ))}
          </List>
        )}
      </Pane>
      {current ? <DrawPane key={current.id} draw={current} mayCancel={mayMake} /> : <Pane label={t('desk.title')} paper><EmptyState title={t('desk.choose')}>{t('desk.none-note')}</EmptyState></Pane>}
      {making && staff && <NewDraw institutionId={staff.institutionId} onClose={() => setMaking(false)} onMade={(id) => { setMaking(false); setChosen(id) }} />}
    </Desk>
  )
}

function DrawPane({ draw, mayCancel }: { draw: Draw; mayCancel: boolean }) {
  const { t } = useTranslation('lottery')
  const names = useDrawNames()
  const format = useFormat()
  const client = useQueryClient()
  const [cancelling, setCancelling] = useState(false)
  const cancel = useMutation({ mutationFn: () => api.post(`/api/lottery/draws/${draw.id}/cancel`, {}), onSettled: () => client.invalidateQueries({ queryKey: ['lottery'] }) })
  const { weights } = draw
  return (
    <Pane
      label={names.doctor(draw)} paper head={<h2>{names.doctor(draw)} · {names.days(draw)}</h2>}
      foot={mayCancel && draw.drawnAt === null && <div className="buttons"><Button kind="danger-line" onPress={() => setCancelling(true)}>{t('desk.cancel')}</Button></div>}
    >
      <div className="stack">
        {isProblem(cancel.error) && <Alert tone="danger" title={cancel.error.title} />}
        <Counts counts={[
          { label: t('desk.applied'), value: draw.applied }, { label: t('desk.units'), value: draw.units }, { label: t('desk.offered'), value: draw.offered },
          { label: t('desk.confirmed'), value: draw.confirmed }, { label: t('desk.next'), value: draw.next },
        ]} />
        <Pairs pairs={[
          { label: t('desk.window'), value: `${format.dayTime(draw.appliesFrom)} – ${format.dayTime(draw.appliesUntil)}` },
          { label: t('draw.draws-at'), value: format.dayTime(draw.drawsAt) },
          { label: t('desk.confirm-within'), value: format.minutes(draw.confirmMinutes) },
          { label: t('desk.offers-until'), value: format.dayTime(draw.offersUntil) },
          ...(draw.state === 'finished' ? [{ label: t('draw.flowed'), value: t('draw.flowed-of', { count: draw.flowed }) }] : []),
        ]} />
        <Explain question={t('how.question')} lines={[
          { label: t('how.base'), value: t('how.parts', { count: weights.base }) }, { label: t('how.earlier', { days: weights.withinDays }), value: t('how.plus', { count: weights.perEarlier }) },
          { label: t('how.referral'), value: t('how.plus', { count: weights.referral }) }, { label: t('how.cap'), value: t('how.parts', { count: weights.cap }) },
        ]} />
        <div className="buttons"><Button kind="quiet" href={`${location.origin}/draws/${draw.institutionId}/${draw.id}/order`}>{draw.seed === null ? t('how.promise') : t('how.check')}</Button></div>
      </div>
      {cancelling && (
        <ConfirmDialog title={t('desk.cancel-title')} confirm={t('desk.cancel')} keep={t('desk.keep')} busy={cancel.isPending} onKeep={() => setCancelling(false)} onConfirm={() => cancel.mutate(undefined, { onSuccess: () => setCancelling(false) })}>
          <p>{t('desk.cancel-note', { count: draw.applied })}</p>
        </ConfirmDialog>
      )}
    </Pane>
  )
}
