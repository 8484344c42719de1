import { Suspense, useState } from 'react'
import { type UseQueryResult, useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, isProblem } from '#client/index.ts'
import type { FoundPerson, RegisteredPerson } from '#journey/throughout/people/contract.ts'
import { EnterForm } from '#journey/throughout/people/web/staff/index.ts'
import { Alert, Bones, Button, ErrorState, Pane, Tag, useFormat } from '#ui/index.ts'
import type { AppointmentDetail, PersonAtDesk } from '../../contract.ts'
import { useNames } from '../names.ts'
import { ChangeSheet } from './change-sheet.tsx'
import { deskPools } from './desk-pools.ts'
import { FindPersonBox } from './find-person.tsx'

interface DeskPersonProps {
  readonly person: UseQueryResult<PersonAtDesk> | undefined
  readonly onPerson: (personId: string | undefined) => void
  /** Show the times of a clinic they went to. */
  readonly onAgain?: ((serviceId: number) => void) | undefined
}

/** Whom one speaks with: found by phone, paper or name, registered on the spot when new, with what they have here. */
export function DeskPerson({ person, onPerson, onAgain }: DeskPersonProps) {
  const { t } = useTranslation('booking')
  const [entering, setEntering] = useState(false)
  const register = useMutation({
    // Whoever speaks with us is known here from now on.
    mutationFn: async ({ personId, hospitalNumber }: FoundPerson) => {
      if (hospitalNumber !== null) return personId
      return (await api.post<RegisteredPerson>(`/api/people/persons/${personId}/registrations`)).personId
    },
    onSuccess: (personId) => onPerson(personId),
  })
  return (
    <Pane label={t('desk.who')} head={<h2>{t('desk.who')}</h2>}>
      {person?.data
        ? <Known person={person.data} onOther={() => onPerson(undefined)} onAgain={onAgain} />
        : (
          <div className="stack">
            {person?.isPending && <Bones cards={[3]} />}
            {person?.isError && <ErrorState problem={person.error} onRetry={() => void person.refetch()} />}
            <FindPersonBox autoFocus onFound={(found) => register.mutate(found)} />
            {isProblem(register.error) && <Alert tone="warning" title={register.error.title} />}
            {!entering && <Button kind="quiet" icon="plus" onPress={() => setEntering(true)}>{t('desk.register')}</Button>}
            {entering && <Suspense fallback={<Bones cards={[4]} />}><EnterForm onDone={(registered) => { setEntering(false); onPerson(registered.personId) }} /></Suspense>}
          </div>
        )}
    </Pane>
  )
}

function Known({ person, onOther, onAgain }: { person: PersonAtDesk; onOther: () => void; onAgain: DeskPersonProps['onAgain'] }) {
  const { t } = useTranslation('booking')
  const [changing, setChanging] = useState<AppointmentDetail>()
  const ahead = person.appointments.filter((one) => one.status === 'booked' || one.status === 'arrived')
  const past = person.appointments.filter((one) => one.status === 'fulfilled' || one.status === 'no-show')
  return (
    <div className="stack">
      <div className="row row--between">
        <div><h3>{person.name}</h3><p className="small muted">{t(`sex.${person.sex}`)} {t('desk.age', { age: person.age })} {person.phoneMasked}</p></div>
        <Button small kind="quiet" onPress={onOther}>{t('desk.other-person')}</Button>
      </div>
      {person.age >= 65 && <p><Tag tone="brand">{t('desk.elderly')}</Tag></p>}
      <h3 className="small">{t('mine.upcoming')}</h3>
      {ahead.length === 0 && <p className="small muted">{t('mine.none-upcoming')}</p>}
      <ul className="desk-visits">{ahead.map((one) => <Visit key={one.id} one={one} action={one.status === 'booked' ? { label: t('desk.change'), run: () => setChanging(one) } : undefined} />)}</ul>
      {past.length > 0 && onAgain && (
        <>
          <h3 className="small">{t('mine.past')}</h3>
          <ul className="desk-visits">{past.map((one) => <Visit key={one.id} one={one} action={{ label: t('desk.again'), run: () => onAgain(one.serviceId) }} />)}</ul>
        </>
      )}
      {changing && <ChangeSheet entry={{ ...changing, title: person.name, pools: deskPools }} onClose={() => setChanging(undefined)} />}
    </div>
  )
}

function Visit({ one, action }: { one: AppointmentDetail; action: { label: string; run: () => void } | undefined }) {
  const { t } = useTranslation('booking')
  const format = useFormat()
  const names = useNames()
  return (
    <li>
      <span className="grow"><b>{format.dayTime(one.startsAt)}</b><span className="small muted" style={{ display: 'block' }}>{names.who(one.place)} · {names.department(one.place)} · {t(`status.${one.status}`)}</span></span>
      {action && <Button small kind="quiet" aria-label={`${action.label} ${format.dayTime(one.startsAt)}`} onPress={action.run}>{action.label}</Button>}
    </li>
  )
}
