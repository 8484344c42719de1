import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, RadioGroup, Select, Sheet, TextField, useChrome } from '#ui/index.ts'
import type { LinePatient, LineVerb, ZoneNow } from '../../contract.ts'
import { useNames } from '../names.ts'
import type { LineActs } from './zone-data.ts'

type Kind = 'prioritise' | 'urgent' | 'park' | 'transfer' | 'merge' | 'leave'
const KINDS: readonly Kind[] = ['prioritise', 'urgent', 'park', 'transfer', 'merge', 'leave']
const ALIVE: ReadonlySet<string> = new Set(['waiting', 'called', 'serving', 'passed', 'parked'])
const GROUPS = ['elder-80', 'disabled', 'service-member', 'urgent', ''] as const

/** The rarer acts on one person, each with its reason: forward, away for a while, to another room, home. */
export function MoreSheet({ entry, zone, acts, onClose }: { entry: LinePatient; zone: ZoneNow; acts: LineActs; onClose: () => void }) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  const { personDay } = useChrome()
  const [kind, setKind] = useState<Kind>('prioritise')
  const [group, setGroup] = useState<string>(entry.ticket.priorityGroup || 'elder-80')
  const [reason, setReason] = useState('')
  const others = zone.queues.filter((queue) => queue.queueId !== entry.ticket.queueId)
  const [to, setTo] = useState(String(others[0]?.queueId ?? ''))
  const twice = zone.queues.flatMap((queue) => queue.entries).filter((one) => one.patient?.personId === entry.patient?.personId && one.ticket.id !== entry.ticket.id && ALIVE.has(one.ticket.status))
  const isOffered = (one: Kind) => (one === 'transfer' ? others.length > 0 : one === 'merge' ? twice.length > 0 : true)
  const said = reason.trim() || t(`more.${kind}-usual`)
  const verb = (): LineVerb => {
    if (kind === 'park') return { verb: 'park', reason: said }
    if (kind === 'transfer') return { verb: 'transfer', toQueueId: Number(to), reason: said }
    if (kind === 'urgent') return { verb: 'urgent', reason: reason.trim() }
    if (kind === 'merge' && twice[0]) return { verb: 'merge', otherVisitId: twice[0].ticket.visitId, reason: said }
    if (kind === 'leave') return { verb: 'leave', reason: said }
    return { verb: 'prioritise', group: group as (typeof GROUPS)[number], reason: reason.trim() }
  }
  return (
    <Sheet title={t('more.title', { label: entry.ticket.label, name: entry.patient?.name ?? entry.ticket.displayName })} onClose={onClose}>
      <div className="stack">
        {entry.patient && personDay?.(entry.patient.personId)}
        <RadioGroup label={t('more.what')} value={kind} onChange={(value) => setKind(value as Kind)} options={KINDS.filter(isOffered).map((one) => ({ value: one, label: t(`more.${one}`), note: t(`more.${one}-note`) }))} />
        {kind === 'prioritise' && <Select label={t('more.group')} value={group} onChange={setGroup} options={GROUPS.map((value) => ({ value, label: t(`group.${value || 'none'}`) }))} />}
        {kind === 'transfer' && <Select label={t('more.to')} value={to} onChange={setTo} options={others.map((queue) => ({ value: String(queue.queueId), label: names.of(queue) }))} />}
        <TextField label={t('more.reason')} value={reason} onChange={setReason} maxLength={100} placeholder={t(`more.${kind}-usual`)} />
        {acts.move.isError && <Alert tone="warning">{acts.move.error.title || t('offline')}</Alert>}
        <Button kind={kind === 'urgent' ? 'now' : 'primary'} disabled={kind === 'urgent' && reason.trim().length < 2} busy={acts.move.isPending} onPress={() => acts.move.mutate({ visitId: entry.ticket.visitId, verb: verb() }, { onSuccess: onClose })}>{t(`more.${kind}`)}</Button>
      </div>
    </Sheet>
  )
}
