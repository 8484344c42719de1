import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, EmptyState, ErrorState, ListItem, Pane, Segmented, Tag, useFormat } from '#ui/index.ts'
import type { AppealInList } from '../../contract.ts'
import { AppealPane } from './appeal-pane.tsx'
import { useAbout } from './use-about.ts'

/** Requests by their deadline; beside them the one that is read. */
export function Appeals({ isOffice, head }: { isOffice: boolean; head: ReactNode }) {
  const { t } = useTranslation('fairness')
  const [state, setState] = useState<'waiting' | 'answered'>('waiting')
  const [chosen, setChosen] = useState<string>()
  const read = useQuery({ queryKey: ['fairness', 'appeals', state], queryFn: () => api.get<AppealInList[]>('/api/fairness/appeals', { query: { state } }) })
  const appeal = read.data?.find((one) => one.id === chosen)
  const change = (value: string) => {
    setState(value === 'answered' ? 'answered' : 'waiting')
    setChosen(undefined)
  }
  return (
    <>
      <Pane label={t('desk.appeals')} head={<div className="stack">{head}<Segmented label={t('desk.appeals')} value={state} onChange={change} options={[{ value: 'waiting', label: t('desk.waiting-list') }, { value: 'answered', label: t('desk.answered-list') }]} /></div>}>
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('desk.none-waiting')}>{t('desk.none-waiting-note')}</EmptyState>}
        {read.data && read.data.length > 0 && <ul className="list">{read.data.map((one) => <AppealRow key={one.id} appeal={one} selected={one.id === chosen} onPress={() => setChosen(one.id)} />)}</ul>}
      </Pane>
      {appeal ? <AppealPane key={appeal.id} appeal={appeal} isOffice={isOffice} onAnswered={() => setChosen(undefined)} /> : <Pane label={t('desk.answer')}><EmptyState title={t('desk.choose')} /></Pane>}
    </>
  )
}

function AppealRow({ appeal, selected, onPress }: { appeal: AppealInList; selected: boolean; onPress: () => void }) {
  const { t } = useTranslation('fairness')
  const format = useFormat()
  const about = useAbout()
  const end = appeal.state === 'asked'
    ? <Tag tone={appeal.overdue ? 'danger' : 'neutral'} {...(appeal.overdue ? { icon: 'alert' as const } : {})}>{appeal.overdue ? t('desk.late') : t('desk.answer-by', { day: format.day(appeal.answerBy) })}</Tag>
    : <Tag tone={appeal.state === 'granted' ? 'success' : 'neutral'}>{t(`mine.${appeal.state}`)}</Tag>
  return <ListItem title={appeal.nameMasked} note={`${about(appeal)} · ${t(`excuse.${appeal.reason}`)}`} end={end} selected={selected} onPress={onPress} />
}
