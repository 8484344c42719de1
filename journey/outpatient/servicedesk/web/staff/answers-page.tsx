import { useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Desk, EmptyState, ErrorState, List, ListItem, Pane, SearchField, Select, Tag, TextField } from '#ui/index.ts'
import { type Answer, type PutAnswer, type Topic, topics } from '../../contract.ts'
import { useDeskAct } from './desk-data.ts'
import { Tabs } from './tabs.tsx'

const nothing: PutAnswer = { topic: 'other', question: '', questionEn: '', answer: '', answerEn: '', place: '' }

/** What the desk answers: found, written, changed, put out of use. The region's own stay as they are. */
export function Component() {
  const { t, i18n } = useTranslation('servicedesk')
  const [search] = useSearchParams()
  const [q, setQ] = useState('')
  const fresh: PutAnswer = { ...nothing, question: search.get('question') ?? '', topic: (search.get('topic') as Topic | null) ?? 'other' }
  const [editing, setEditing] = useState<{ id?: string; put: PutAnswer } | undefined>(search.has('question') ? { put: fresh } : undefined)
  const read = useQuery({ queryKey: ['servicedesk', 'answers', q.trim()], placeholderData: keepPreviousData, queryFn: () => api.get<Answer[]>('/api/servicedesk/answers', { query: { q: q.trim() } }) })
  const pick = (zh: string, en: string) => (i18n.language === 'en' && en) || zh
  return (
    <Desk title={t('answer.title')} panes="1fr 420px" actions={<><Tabs /><Button kind="soft" icon="plus" onPress={() => setEditing({ put: nothing })}>{t('answer.new')}</Button></>}>
      <Pane label={t('answer.title')} head={<SearchField label={t('answer.search')} placeholder={t('answer.search')} value={q} onChange={setQ} />}>
        {read.isPending && <Bones cards={[4]} />}
        {read.isError && !read.data && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('answer.empty')} actions={<Button kind="soft" onPress={() => setEditing({ put: { ...nothing, question: q } })}>{t('answer.new')}</Button>}>{t('answer.empty-note')}</EmptyState>}
        {read.data && read.data.length > 0 && (
          <List label={t('answer.title')}>
            {read.data.map((one) => (
              <ListItem key={one.id} icon="info" title={pick(one.question, one.questionEn)} note={pick(one.answer, one.answerEn)} end={<span className="end"><Tag>{t(one.ours ? 'answer.ours' : 'answer.region')}</Tag><span className="caption muted nowrap" style={{ display: 'block' }}>{t('answer.asked', { count: one.asked })}</span></span>}
                onPress={() => setEditing({ ...(one.ours ? { id: one.id } : {}), put: { topic: one.topic, question: one.question, questionEn: one.questionEn, answer: one.answer, answerEn: one.answerEn, place: one.place } })} />
            ))}
          </List>
        )}
      </Pane>
      <Pane label={t('answer.edit')} paper>{editing ? <Edit key={editing.id ?? editing.put.question} {...editing} onDone={() => setEditing(undefined)} /> : <EmptyState title={t('answer.edit')}>{t('answer.empty-note')}</EmptyState>}</Pane>
    </Desk>
  )
}

function Edit({ id, put, onDone }: { id?: string; put: PutAnswer; onDone: () => void }) {
  const { t } = useTranslation('servicedesk')
  const [draft, setDraft] = useState(put)
  const set = (part: Partial<PutAnswer>) => setDraft((old) => ({ ...old, ...part }))
  const save = useDeskAct((body: PutAnswer) => (id ? api.put(`/api/servicedesk/answers/${id}`, { body }) : api.post('/api/servicedesk/answers', { body })))
  const retire = useDeskAct(() => api.post(`/api/servicedesk/answers/${id}/retire`))
  const fault = save.error ?? retire.error
  return (
    <div className="stack">
      <Select label={t('ask.topic')} value={draft.topic} onChange={(topic) => set({ topic: topic as Topic })} options={topics.map((one) => ({ value: one, label: t(`topic.${one}`) }))} />
      <TextField label={t('answer.question')} value={draft.question} maxLength={200} onChange={(question) => set({ question })} />
      <TextField label={t('answer.answer')} rows={4} value={draft.answer} maxLength={2000} onChange={(answer) => set({ answer })} />
      <TextField label={t('answer.question-en')} value={draft.questionEn} maxLength={200} onChange={(questionEn) => set({ questionEn })} />
      <TextField label={t('answer.answer-en')} rows={3} value={draft.answerEn} maxLength={2000} onChange={(answerEn) => set({ answerEn })} />
      <TextField label={t('answer.place')} value={draft.place} maxLength={80} onChange={(place) => set({ place })} />
      {fault && <Alert tone="warning">{fault.title || t('offline')}</Alert>}
      <div className="row row--wrap">
        <Button kind="primary" busy={save.isPending} disabled={draft.question.trim().length < 2 || draft.answer.trim().length < 2} onPress={() => save.mutate(draft, { onSuccess: onDone })}>{t('answer.save')}</Button>
        {id && <Button kind="danger-line" busy={retire.isPending} onPress={() => retire.mutate(undefined, { onSuccess: onDone })}>{t('answer.retire')}</Button>}
      </div>
    </div>
  )
}
