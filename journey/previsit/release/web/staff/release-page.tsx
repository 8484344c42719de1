import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import { Alert, Bones, Button, ConfirmDialog, Counts, Desk, EmptyState, ErrorState, Field, List, ListItem, Pairs, Pane, Tag, useFormat } from '#ui/index.ts'
import { drawIsRight, type DrawRecord, type OpeningDesk, type SteerOpening } from '../../contract.ts'
import { useOpeningName } from '../names.ts'
import { NewOpening } from './new-opening.tsx'
import './release.css'

/** The office's view of today's releases: how many wait, come in and book; faster, slower, pause, close; and the draw's proof. */
export function Component() {
  const { t } = useTranslation('release')
  const format = useFormat()
  const name = useOpeningName()
  const [chosen, setChosen] = useState<string>()
  const [planning, setPlanning] = useState(false)
  const read = useQuery({ queryKey: ['release', 'desk'], refetchInterval: 1500, queryFn: () => api.get<OpeningDesk[]>('/api/release/desk') })
  const openings = read.data ?? []
  const current = openings.find((one) => one.id === chosen) ?? openings.find((one) => one.state === 'admitting' || one.state === 'paused' || one.state === 'gathering') ?? openings[0]
  return (
    <Desk title={t('desk.title')} panes="360px 1fr" actions={<Button icon="plus" kind="primary" onPress={() => setPlanning(true)}>{t('desk.new')}</Button>}>
      <Pane label={t('desk.list')} paper>
        {read.isPending && <Bones cards={[3]} />}
        {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('desk.none')}>{t('desk.none-note')}</EmptyState>}
        {openings.length > 0 && (
          <List label={t('desk.list')}>
            {openings.map((one) => (
              <ListItem
                key={one.id} title={name(one)} note={t('desk.row', { when: format.dayTime(one.opensAt), day: format.date(one.day) })} selected={one.id === current?.id}
                end={<Tag tone={tones[one.state]}>{t(`state.${one.state}`)}</Tag>} onPress={() => setChosen(one.id)}
              />
            ))}
          </List>
        )}
      </Pane>
      {current ? <OpeningPane key={current.id} opening={current} /> : <Pane label={t('desk.title')} paper><EmptyState title={t('desk.choose')}>{t('desk.none-note')}</EmptyState></Pane>}
      {planning && <NewOpening onClose={() => setPlanning(false)} onMade={(id) => { setPlanning(false); setChosen(id) }} />}
    </Desk>
  )
}

const tones = { planned: 'neutral', gathering: 'info', admitting: 'success', paused: 'warning', over: 'neutral' } as const

function OpeningPane({ opening }: { opening: OpeningDesk }) {
  const { t } = useTranslation('release')
  const name = useOpeningName()
  const format = useFormat()
  const client = useQueryClient()
  const [closing, setClosing] = useState(false)
  const again = () => client.invalidateQueries({ queryKey: ['release', 'desk'] })
  const steer = useMutation({ mutationFn: (body: SteerOpening) => api.post(`/api/release/openings/${opening.id}/steer`, { body, idempotencyKey: crypto.randomUUID?.() }), onSettled: again })
  const close = useMutation({ mutationFn: () => api.post(`/api/release/openings/${opening.id}/close`, {}), onSettled: again })
  const fault = steer.error ?? close.error
  const isLive = opening.state !== 'over'
  return (
    <Pane
      label={name(opening)} paper head={<div className="stack"><h2>{name(opening)}</h2><p className="small muted">{t('room.what', { day: format.date(opening.day), time: format.time(opening.opensAt) })}</p></div>}
      foot={isLive && (
        <div className="buttons">
          {opening.state === 'paused' ? <Button kind="primary" busy={steer.isPending} onPress={() => steer.mutate({ paused: false })}>{t('desk.go-on')}</Button>
            : opening.state === 'admitting' && <Button icon="pause" busy={steer.isPending} onPress={() => steer.mutate({ paused: true })}>{t('desk.pause')}</Button>}
          <Button kind="danger-line" onPress={() => setClosing(true)}>{t('desk.close')}</Button>
        </div>
      )}
    >
      <div className="stack">
        {isProblem(fault) && <Alert tone="danger" title={fault.title} />}
        {opening.state === 'paused' && <Alert tone="warning" title={t('desk.paused')}>{t('desk.paused-note')}</Alert>}
        <Counts counts={[
          { label: t('desk.joined'), value: opening.joined }, { label: t('desk.waiting'), value: opening.waiting }, { label: t('desk.inside'), value: opening.inside },
          { label: t('desk.booked'), value: opening.booked }, { label: t('desk.units-left'), value: opening.unitsLeft },
        ]} />
        {isLive && <Rates opening={opening} onChange={(change) => steer.mutate(change)} />}
        <Proof opening={opening} />
      </div>
      {closing && (
        <ConfirmDialog title={t('desk.close-title')} confirm={t('desk.close')} keep={t('desk.keep')} busy={close.isPending} onKeep={() => setClosing(false)} onConfirm={() => close.mutate(undefined, { onSuccess: () => setClosing(false) })}>
          <p>{t('desk.close-note')}</p>
        </ConfirmDialog>
      )}
    </Pane>
  )
}

function Rates({ opening, onChange }: { opening: OpeningDesk; onChange: (change: SteerOpening) => void }) {
  const { t } = useTranslation('release')
  const [perSecond, setPerSecond] = useState(opening.perSecond)
  const [inside, setInside] = useState(opening.insideAtMost)
  const apply = () => { if (perSecond !== opening.perSecond || inside !== opening.insideAtMost) onChange({ perSecond, insideAtMost: inside }) }
  return (
    <div className="release-rates">
      <Field label={t('desk.rate', { rate: perSecond })} hint={t('desk.rate-hint')}>
        {(wiring) => <input type="range" min={0.5} max={50} step={0.5} value={perSecond} onChange={(event) => setPerSecond(Number(event.target.value))} onPointerUp={apply} onKeyUp={apply} onBlur={apply} {...wiring} />}
      </Field>
      <Field label={t('desk.inside-at-most', { count: inside })} hint={t('desk.inside-hint')}>
        {(wiring) => <input type="range" min={1} max={1000} step={1} value={inside} onChange={(event) => setInside(Number(event.target.value))} onPointerUp={apply} onKeyUp={apply} onBlur={apply} {...wiring} />}
      </Field>
    </div>
  )
}

/** The promise, the seed, and the order done again here. */
function Proof({ opening }: { opening: OpeningDesk }) {
  const { t } = useTranslation('release')
  const check = useMutation({ mutationFn: async () => drawIsRight(await api.get<DrawRecord>(`/api/release/openings/${opening.institutionId}/${opening.id}/draw`)) })
  return (
    <section className="stack" aria-label={t('draw.title')}>
      <h3>{t('draw.title')}</h3>
      <Pairs pairs={[
        { label: t('draw.promise'), value: <span className="release-hash">{opening.seedHash}</span> },
        { label: t('draw.seed'), value: opening.seed === null ? t('draw.later') : <span className="release-hash">{opening.seed}</span> },
      ]} />
      {opening.seed !== null && <div className="buttons"><Button busy={check.isPending} onPress={() => check.mutate()}>{t('draw.check')}</Button><Button kind="quiet" href={`${location.origin}/openings/${opening.institutionId}/${opening.id}/draw`}>{t('draw.public')}</Button></div>}
      {check.data === true && <Alert tone="success" title={t('draw.right')} />}
      {check.data === false && <Alert tone="danger" title={t('draw.wrong')}>{t('draw.wrong-note')}</Alert>}
    </section>
  )
}
