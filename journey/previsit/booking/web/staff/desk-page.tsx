import { useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Button, Desk, EmptyState, Kbd, Pane, Segmented, useHotkey } from '#ui/index.ts'
import type { PersonAtDesk } from '../../contract.ts'
import { DeskPerson } from './desk-person.tsx'
import { deskPools, phonePools } from './desk-pools.ts'
import { type Found, FindTimes } from './find-times.tsx'
import { ReadBack } from './read-back.tsx'
import { TogetherSheet } from './together-sheet.tsx'
import { type DeskHeld, useDeskHold } from './use-desk-hold.ts'
import { useWorkplace } from './use-institution.ts'
import './desk.css'

type Channel = 'window' | 'phone'

/**
 * Booking for somebody on the telephone or at the window, by keyboard alone: who, which time, read it back, done.
 * F2 the next caller, F4 the search, F8 book. The time is kept while one speaks.
 */
export function Component() {
  const { t } = useTranslation('booking')
  const [search] = useSearchParams()
  const institutionId = useWorkplace()?.institutionId
  const [channel, setChannel] = useState<Channel>('phone')
  const [personId, setPersonId] = useState<string>()
  const [wanted, setWanted] = useState<Found>()
  const [call, setCall] = useState(0)
  const [together, setTogether] = useState<DeskHeld>()
  const middle = useRef<HTMLDivElement>(null)
  const { hold, confirm, letGo } = useDeskHold()
  const person = useQuery({ queryKey: ['booking', 'person', personId], enabled: personId !== undefined, queryFn: () => api.get<PersonAtDesk>(`/api/booking/persons/${personId}`) })
  const keep = (found: Found, whom: string | undefined, override?: { reason: string }, exception?: boolean) => {
    setWanted(found)
    if (!whom || institutionId === undefined) return
    letGo()
    hold.mutate({ institutionId, serviceId: found.serviceId, periodId: found.periodId, pool: found.pool, personId: whom, channel, override, exception })
  }
  const nextCaller = () => {
    letGo()
    setPersonId(undefined)
    setWanted(undefined)
    setCall((now) => now + 1)
  }
  const choosePerson = (id: string | undefined) => {
    letGo()
    setPersonId(id)
    if (id && wanted) keep(wanted, id)
  }
  useHotkey('F2', nextCaller)
  useHotkey('F4', () => middle.current?.querySelector('input')?.focus())
  return (
    <Desk
      title={t('desk.title-book')} panes="330px 1fr 380px"
      context={<Segmented label={t('desk.channel')} value={channel} onChange={(value) => setChannel(value as Channel)} options={[{ value: 'phone', label: t('channel.phone') }, { value: 'window', label: t('channel.window') }]} />}
      actions={<><Button href="/booking" icon="calendar">{t('desk.list')}</Button><Button kind="soft" aria-keyshortcuts="F2" onPress={nextCaller}>{t('desk.next-caller')} <Kbd>F2</Kbd></Button></>}
    >
      <DeskPerson key={call} person={personId ? person : undefined} onPerson={choosePerson} onAgain={(serviceId) => setWanted((now) => ({ periodId: 0, pool: 'public', startsAt: now?.startsAt ?? '', serviceId }))} />
      <Pane label={t('desk.find-time')} head={<h2>{t('desk.find-time')} <Kbd>F4</Kbd></h2>}>
        <div ref={middle} className="stack">
          {institutionId !== undefined && <FindTimes key={call} institutionId={institutionId} day={search.get('day') ?? undefined} pools={channel === 'window' ? deskPools : phonePools} open={wanted?.periodId === 0 ? wanted.serviceId : undefined} picked={wanted} onPick={(found) => keep(found, personId)} />}
        </div>
      </Pane>
      {hold.isIdle && !confirm.data
        ? <Pane label={t('desk.say')} paper head={<h2>{t('desk.say')}</h2>}><EmptyState title={t(personId ? 'desk.say-time' : 'desk.say-who')}>{wanted && wanted.periodId > 0 && !personId ? t('desk.say-waiting') : t('desk.say-note')}</EmptyState></Pane>
        : <ReadBack hold={hold} confirm={confirm} person={person.data} channel={channel} onLetGo={() => { letGo(); setWanted(undefined) }} onOverride={(reason, exception) => { if (wanted) keep(wanted, personId, { reason }, exception) }} onOther={(found) => keep(found, personId)} onTogether={(held) => { letGo(); setWanted(undefined); setTogether(held) }} onNext={nextCaller} />}
      {together && person.data && <TogetherSheet page={together.page} day={together.day} first={person.data} channel={channel} onClose={() => setTogether(undefined)} />}
    </Desk>
  )
}
