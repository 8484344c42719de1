import { useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, Pairs, Pane, QueueRow, SearchField, Tag, TextField, useFormat } from '#ui/index.ts'
import type { Complaint } from '../../contract.ts'
import { useDeskAct, useDeskNow } from './desk-data.ts'
import { Tabs } from './tabs.tsx'

/** What people were not content with: by when each is answered, taken up, answered in words. */
export function Component() {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  useDeskNow()
  const [number, setNumber] = useState('')
  const [chosen, setChosen] = useState<string>()
  const asked = /^\d{4}-\d{1,6}$/.test(number.trim()) ? number.trim() : undefined
  const read = useQuery({ queryKey: ['servicedesk', 'complaints', asked ?? ''], placeholderData: keepPreviousData, queryFn: () => api.get<Complaint[]>('/api/servicedesk/complaints', asked ? { query: { number: asked } } : {}) })
  const one = read.data?.find(({ id }) => id === chosen) ?? read.data?.[0]
  return (
    <Desk title={t('complaint.title')} panes="360px 1fr" actions={<Tabs />}>
      <Pane label={t('complaint.title')} flush head={<SearchField label={t('complaint.find')} placeholder="2026-00001" value={number} onChange={setNumber} />}>
        {read.isPending && <Bones cards={[3, 3]} />}
        {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('complaint.empty')}>{t('complaint.empty-note')}</EmptyState>}
        <ul>
          {read.data?.map((each) => (
            <QueueRow key={each.id} number={each.number.slice(5)} name={each.words.slice(0, 24)} about={each.nameMasked ?? t('complaint.anonymous')} selected={each.id === one?.id} state={each.late ? 'late' : undefined} note={each.status === 'answered' ? t('complaint.status.answered') : t('complaint.by', { time: format.dayTime(each.answerBy) })} onPress={() => setChosen(each.id)} />
          ))}
        </ul>
      </Pane>
      <Pane label={t('complaint.answer')} paper>{one && <Detail key={one.id} complaint={one} />}</Pane>
    </Desk>
  )
}

function Detail({ complaint }: { complaint: Complaint }) {
  const { t, i18n } = useTranslation('servicedesk')
  const format = useFormat()
  const [answer, setAnswer] = useState('')
  const handle = useDeskAct((id: string) => api.post(`/api/servicedesk/complaints/${id}/handled`))
  const send = useDeskAct(({ id, words }: { id: string; words: string }) => api.post(`/api/servicedesk/complaints/${id}/answer`, { body: { answer: words } }))
  const { id, status } = complaint
  const fault = handle.error ?? send.error
  return (
    <article className="card stack">
      <div className="row row--wrap">
        <h2>{t('complaint.number', { number: complaint.number })}</h2>
        <Tag tone={status === 'answered' ? 'success' : 'info'}>{t(`complaint.status.${status}`)}</Tag>
        {complaint.late && <Tag tone="danger" icon="clock">{t('complaint.late')}</Tag>}
      </div>
      <p>{complaint.words}</p>
      <Pairs pairs={[
        ...(complaint.wish ? [{ label: t('complaint.wish'), value: complaint.wish }] : []),
        ...(complaint.departmentName ? [{ label: t('complaint.department'), value: (i18n.language === 'en' && complaint.departmentNameEn) || complaint.departmentName }] : []),
        { label: t('complaint.urgency'), value: t('complaint.by', { time: format.dayTime(complaint.answerBy) }) },
      ]} />
      {fault && <Alert tone="warning">{fault.title || t('offline')}</Alert>}
      {status === 'answered' ? <Alert tone="success" title={t('complaint.answer')}>{complaint.answer}</Alert> : (
        <>
          <TextField label={t('complaint.answer-words')} rows={4} maxLength={2000} value={answer} onChange={setAnswer} />
          <div className="row row--wrap">
            <Button kind="primary" busy={send.isPending} disabled={answer.trim().length < 2} onPress={() => send.mutate({ id, words: answer })}>{t('complaint.send')}</Button>
            {status === 'received' && <Button busy={handle.isPending} onPress={() => handle.mutate(id)}>{t('complaint.handle')}</Button>}
          </div>
        </>
      )}
    </article>
  )
}
