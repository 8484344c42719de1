import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useSearchParams } from 'react-router'
import { api, type Problem } from '#client/index.ts'
import { Alert, Button, Desk, EmptyState, List, ListItem, Pane } from '#ui/index.ts'
import type { FindPerson, FoundPerson, RegisteredPerson } from '../../contract.ts'
import { useCalendarDay } from '../calendar-day.ts'
import { EnterForm } from './enter-form.tsx'
import { PersonCard } from './person-card.tsx'
import { SearchForm } from './search-form.tsx'

type Right = { show: 'nothing' } | { show: 'enter' } | { show: 'found'; person: FoundPerson } | { show: 'registered'; person: RegisteredPerson }

/** The registration desk: find on the left, register on the right. Looking for the second entry of a merge, finding is choosing. */
export function Component() {
  const { t } = useTranslation('people')
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const mergeWith = search.get('merge')
  const [right, setRight] = useState<Right>({ show: 'nothing' })
  const find = useMutation<FoundPerson[], Problem, FindPerson>({
    mutationFn: (input) => api.post<FoundPerson[]>('/api/people/search', { body: input }),
    onSuccess: (found) => setRight(found.length === 1 && found[0] ? { show: 'found', person: found[0] } : { show: 'nothing' }),
  })
  const choose = (person: FoundPerson) => {
    if (mergeWith !== null && person.hospitalNumber !== null) void navigate(`/merges?remains=${mergeWith}&joins=${person.personId}`)
    else setRight({ show: 'found', person })
  }
  return (
    <Desk title={t('desk.title')} panes="400px 1fr" actions={<Button kind="soft" icon="plus" onPress={() => setRight({ show: 'enter' })}>{t('desk.new')}</Button>}>
      <Pane label={t('desk.find')}>
        <div className="stack">
          {mergeWith !== null && <Alert tone="now" icon="swap">{t('merge.second')}</Alert>}
          <SearchForm busy={find.isPending} onFind={(input) => find.mutate(input)} />
          {find.isError && <Alert tone="danger">{find.error.title}</Alert>}
          {find.data && <Results found={find.data} onChoose={choose} />}
        </div>
      </Pane>
      <Pane label={t('desk.profile')} paper>
        {right.show === 'nothing' && <EmptyState title={t('desk.choose')}>{t('desk.find-hint')}</EmptyState>}
        {right.show === 'enter' && <EnterForm onDone={(person) => setRight({ show: 'registered', person })} />}
        {right.show === 'found' && <PersonCard key={right.person.personId} found={right.person} mergeWith={mergeWith} />}
        {right.show === 'registered' && <PersonCard key={right.person.personId} registered={right.person} mergeWith={mergeWith} />}
      </Pane>
    </Desk>
  )
}

function Results({ found, onChoose }: { found: FoundPerson[]; onChoose: (person: FoundPerson) => void }) {
  const { t } = useTranslation('people')
  const calendarDay = useCalendarDay()
  if (found.length === 0) return <EmptyState title={t('desk.nobody')}>{t('desk.nobody-note')}</EmptyState>
  return (
    <List label={t('desk.results')}>
      {found.map((person) => (
        <ListItem
          key={person.personId} icon="user" title={`${person.nameMasked} · ${t(`sex.${person.sex}`)} · ${calendarDay(person.birthDate)}`}
          note={person.hospitalNumber === null ? t('desk.new-here') : t('desk.known', { number: person.hospitalNumber })} onPress={() => onChoose(person)}
        />
      ))}
    </List>
  )
}
