import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, RadioGroup, Select, Sheet, TextField } from '#ui/index.ts'
import type { CounterEntry, CounterNow, CounterVerb, StationListed } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { Counter } from './counter-data.ts'

const KINDS = ['urgent', 'transfer', 'park', 'merge', 'leave'] as const
type Kind = (typeof KINDS)[number]
const ALIVE: ReadonlySet<string> = new Set(['waiting', 'passed', 'parked'])

/** The rarer acts on one person, each with its reason. */
export function MoreSheet({ entry, now, stations, counter, onClose }: { entry: CounterEntry; now: CounterNow; stations: StationListed[]; counter: Counter; onClose: () => void }) {
  const { t } = useTranslation('counters')
  const names = useNames()
  const others = stations.filter((one) => one.kind === entry.stop?.kind && one.stationId !== entry.stop.stationId)
  const twice = now.entries.find((one) => one.ticket.holderId === entry.ticket.holderId && one.ticket.id !== entry.ticket.id && ALIVE.has(one.ticket.status))
  const isInside = entry.ticket.status === 'serving'
  const isOffered = (kind: Kind) => (kind === 'transfer' ? others.length > 0 && !isInside : kind === 'merge' ? twice !== undefined : kind === 'park' || !isInside)
  const kinds = KINDS.filter(isOffered)
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'park')
  const [to, setTo] = useState(String(others[0]?.stationId ?? ''))
  const [reason, setReason] = useState('')
  const said = reason.trim() || t(`more.${kind}-usual`)
  const verb = (): CounterVerb => {
    if (kind === 'transfer') return { verb: 'transfer', toStationId: Number(to), reason: said }
    if (kind === 'merge') return { verb: 'merge', otherTicketId: twice!.ticket.id, reason: said }
    return { verb: kind, reason: kind === 'urgent' ? reason.trim() : said }
  }
  return (
    <Sheet title={`${entry.ticket.label} ${entry.person?.name ?? entry.ticket.displayName}`} onClose={onClose}>
      <div className="stack">
        <RadioGroup label={t('more.what')} value={kind} onChange={(value) => setKind(value as Kind)} options={kinds.map((one) => ({ value: one, label: t(`more.${one}`), note: t(`more.${one}-note`) }))} />
        {kind === 'transfer' && <Select label={t('more.to')} value={to} onChange={setTo} options={others.map((one) => ({ value: String(one.stationId), label: names.of(one) }))} />}
        <TextField label={t('more.reason')} value={reason} onChange={setReason} maxLength={100} placeholder={t(`more.${kind}-usual`)} />
        {counter.move.isError && <Alert tone="warning">{counter.move.error.title || t('offline')}</Alert>}
        <Button kind={kind === 'urgent' ? 'now' : 'primary'} disabled={kind === 'urgent' && reason.trim().length < 2} busy={counter.move.isPending} onPress={() => counter.move.mutate({ ticketId: entry.ticket.id, verb: verb() }, { onSuccess: onClose })}>{t(`more.${kind}`)}</Button>
      </div>
    </Sheet>
  )
}
