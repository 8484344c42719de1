import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import type { Institution } from '#journey/throughout/directory/contract.ts'
import { Alert, Bones, Button, Checkbox, ConfirmDialog, Desk, EmptyState, ErrorState, Pane, SearchField, Select, Tag, TextField, useFormat } from '#ui/index.ts'
import { type Partner, partnerPools, type SavePartner, type SaveTeam, type Team, type TeamDoctor } from '../../contract.ts'
import { useNames } from '../names.ts'
import { useWorkplace } from './use-institution.ts'
import './desk.css'

/** Who books for whom: the treatment teams of this hospital, and the institutions that may send residents to it. */
export function Component() {
  const { t } = useTranslation('booking')
  const workplace = useWorkplace()
  const [editing, setEditing] = useState<Team | 'new'>()
  const teams = useQuery({ queryKey: ['booking', 'teams'], queryFn: () => api.get<Team[]>('/api/booking/teams') })
  return (
    <Desk title={t('teams.title')} panes="1fr 1fr">
      <Pane label={t('teams.list')} head={<div className="row row--between"><h2>{t('teams.list')}</h2><Button small kind="soft" icon="plus" onPress={() => setEditing('new')}>{t('teams.new')}</Button></div>}>
        <p className="small muted">{t('teams.note')}</p>
        {teams.isPending && <Bones cards={[3]} />}
        {teams.isError && <ErrorState problem={teams.error} onRetry={() => void teams.refetch()} />}
        {teams.data?.length === 0 && !editing && <EmptyState title={t('teams.none')}>{t('teams.none-note')}</EmptyState>}
        <ul className="desk-visits">{teams.data?.map((team) => <TeamRow key={team.id} team={team} onEdit={() => setEditing(team)} />)}</ul>
        {editing && <TeamForm key={editing === 'new' ? 0 : editing.id} team={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />}
      </Pane>
      {workplace && <Senders institutionId={workplace.institutionId} />}
    </Desk>
  )
}

function TeamRow({ team, onEdit }: { team: Team; onEdit: () => void }) {
  const { t } = useTranslation('booking')
  const names = useNames()
  return (
    <li>
      <span className="grow"><b>{names.pick(team.name, team.nameEn)}</b><span className="small muted" style={{ display: 'block' }}>{team.members.map((one) => `${names.pick(one.name, one.nameEn)}${one.leads ? t('teams.leads') : ''}`).join('、')}</span></span>
      <Button small kind="quiet" aria-label={`${t('desk.change')} ${team.name}`} onPress={onEdit}>{t('desk.change')}</Button>
    </li>
  )
}

function TeamForm({ team, onClose }: { team: Team | undefined; onClose: () => void }) {
  const { t } = useTranslation('booking')
  const names = useNames()
  const client = useQueryClient()
  const doctors = useQuery({ queryKey: ['booking', 'teams', 'doctors'], staleTime: 60_000, queryFn: () => api.get<TeamDoctor[]>('/api/booking/teams/doctors') }).data ?? []
  const [name, setName] = useState(team?.name ?? '')
  const [nameEn, setNameEn] = useState(team?.nameEn ?? '')
  const [members, setMembers] = useState(() => new Set(team?.members.map((one) => one.practitionerId)))
  const [leadId, setLeadId] = useState(String(team?.members.find((one) => one.leads)?.practitionerId ?? ''))
  const [words, setWords] = useState('')
  const [ending, setEnding] = useState(false)
  const after = { onSuccess: async () => { await client.invalidateQueries({ queryKey: ['booking', 'teams'] }); onClose() } }
  const save = useMutation({
    mutationFn: () => {
      const body: SaveTeam = { name: name.trim(), nameEn: nameEn.trim(), memberIds: [...members], leadId: members.has(Number(leadId)) ? Number(leadId) : null }
      return team ? api.put(`/api/booking/teams/${team.id}`, { body }) : api.post('/api/booking/teams', { body })
    }, ...after,
  })
  const end = useMutation({ mutationFn: () => api.post(`/api/booking/teams/${team?.id}/end`), ...after })
  const shown = doctors.filter((one) => members.has(one.practitionerId) || (words !== '' && `${one.name}${one.nameEn}${one.departmentName}`.toLowerCase().includes(words.toLowerCase()))).slice(0, 20)
  const toggle = (id: number) => setMembers((now) => {
    const next = new Set(now)
    if (!next.delete(id)) next.add(id)
    return next
  })
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <h3>{t(team ? 'teams.change' : 'teams.new')}</h3>
      <TextField label={t('teams.name')} value={name} onChange={setName} maxLength={60} autoFocus />
      <TextField label={t('teams.name-en')} value={nameEn} onChange={setNameEn} maxLength={60} />
      <SearchField label={t('teams.find')} placeholder={t('teams.find')} value={words} onChange={setWords} />
      <div>{shown.map((one) => <Checkbox key={one.practitionerId} checked={members.has(one.practitionerId)} onChange={() => toggle(one.practitionerId)} label={<>{names.pick(one.name, one.nameEn)} <span className="small muted">{names.pick(one.departmentName, one.departmentNameEn)}</span></>} />)}</div>
      <Select label={t('teams.lead')} empty={t('teams.no-lead')} value={leadId} onChange={setLeadId} options={doctors.filter((one) => members.has(one.practitionerId)).map((one) => ({ value: String(one.practitionerId), label: names.pick(one.name, one.nameEn) }))} />
      {isProblem(save.error) && <Alert tone="danger" title={save.error.title} />}
      <div className="buttons">
        <Button type="submit" kind="primary" busy={save.isPending} disabled={name.trim().length < 2 || members.size < 2}>{t('teams.save')}</Button>
        <Button onPress={onClose}>{t('teams.leave')}</Button>
        {team && <Button kind="danger-line" onPress={() => setEnding(true)}>{t('teams.end')}</Button>}
      </div>
      {ending && <ConfirmDialog title={t('teams.end-title', { name })} confirm={t('teams.end')} keep={t('teams.leave')} busy={end.isPending} onConfirm={() => end.mutate()} onKeep={() => setEnding(false)}><p>{t('teams.end-note')}</p></ConfirmDialog>}
    </form>
  )
}

function Senders({ institutionId }: { institutionId: number }) {
  const { t } = useTranslation('booking')
  const names = useNames()
  const client = useQueryClient()
  const [adding, setAdding] = useState('')
  const senders = useQuery({ queryKey: ['booking', 'senders'], queryFn: () => api.get<Partner[]>('/api/booking/partners/senders') })
  const all = useQuery({ queryKey: ['directory', 'institutions'], queryFn: () => api.get<Institution[]>('/api/directory/institutions') })
  const save = useMutation({
    mutationFn: ({ id, ...body }: SavePartner & { id: number }) => api.put<Partner[]>(`/api/booking/partners/senders/${id}`, { body }),
    onSuccess: (now) => { client.setQueryData(['booking', 'senders'], now); setAdding('') },
  })
  const others = (all.data ?? []).filter((one) => one.institutionId !== institutionId && !senders.data?.some((sender) => sender.institutionId === one.institutionId))
  return (
    <Pane label={t('teams.senders')} head={<h2>{t('teams.senders')}</h2>}>
      <p className="small muted">{t('teams.senders-note')}</p>
      {senders.isPending && <Bones cards={[3]} />}
      {senders.isError && <ErrorState problem={senders.error} onRetry={() => void senders.refetch()} />}
      {isProblem(save.error) && <Alert tone="danger" title={save.error.title} />}
      <ul className="desk-visits">{senders.data?.map((one) => <SenderRow key={one.institutionId} sender={one} busy={save.isPending} onSave={(change) => save.mutate({ id: one.institutionId, ...change })} />)}</ul>
      <form className="desk-pair" onSubmit={(event) => { event.preventDefault(); if (adding) save.mutate({ id: Number(adding), pools: [...partnerPools], validTo: null }) }}>
        <Select label={t('teams.add-sender')} empty={t('desk.choose')} value={adding} onChange={setAdding} options={others.map((one) => ({ value: String(one.institutionId), label: names.pick(one.name, one.nameEn) }))} />
        <Button type="submit" disabled={adding === ''} busy={save.isPending}>{t('teams.add')}</Button>
      </form>
    </Pane>
  )
}

function SenderRow({ sender, busy, onSave }: { sender: Partner; busy: boolean; onSave: (change: SavePartner) => void }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const yesterday = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10)
  const isOver = sender.validTo !== null && sender.validTo < today
  return (
    <li>
      <span className="grow"><b>{names.pick(sender.name, sender.nameEn)}</b> {isOver && <Tag tone="neutral">{t('teams.ended', { day: format.date(sender.validTo!) })}</Tag>}<span className="small muted" style={{ display: 'block' }}>{sender.pools.map((pool) => t(`pool-name.${pool}`)).join('、')}</span></span>
      <Button small kind="quiet" busy={busy} aria-label={`${t(isOver ? 'teams.again' : 'teams.stop')} ${sender.name}`} onPress={() => onSave({ pools: sender.pools, validTo: isOver ? null : yesterday })}>{t(isOver ? 'teams.again' : 'teams.stop')}</Button>
    </li>
  )
}
