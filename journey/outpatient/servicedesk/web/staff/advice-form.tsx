import { useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, EmptyState, ErrorState, SearchField, useHotkey } from '#ui/index.ts'
import type { Answer } from '../../contract.ts'
import type { FormProps } from './forms.ts'
import { Ends } from './ends.tsx'

/** A question: found in the hospital's answers, or written down as one that needs an answer. */
export function AdviceForm(props: FormProps) {
  const { t, i18n } = useTranslation('servicedesk')
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<Answer>()
  const found = useQuery({ queryKey: ['servicedesk', 'answers', typed.trim()], placeholderData: keepPreviousData, queryFn: () => api.get<Answer[]>('/api/servicedesk/answers', { query: { q: typed.trim() } }) })
  const pick = (zh: string, en: string) => (i18n.language === 'en' && en) || zh
  useHotkey('F4', () => document.querySelector<HTMLInputElement>('#sd-advice input')?.focus())
  return (
    <div className="stack" id="sd-advice">
      <SearchField label={t('ask.search')} placeholder={t('ask.search-hint')} value={typed} onChange={(value) => { setTyped(value); setChosen(undefined) }} onSubmit={() => setChosen(found.data?.[0])} />
      {found.isPending && <Bones cards={[2, 2]} />}
      {found.isError && !found.data && <ErrorState problem={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && <EmptyState title={t('ask.none')}>{t('ask.none-note')}</EmptyState>}
      <div className="sd-answers" role="group" aria-label={t('answer.title')}>
        {(chosen ? [chosen] : (found.data ?? []).slice(0, 5)).map((one) => (
          <button key={one.id} type="button" aria-pressed={chosen?.id === one.id} onClick={() => setChosen(chosen?.id === one.id ? undefined : one)}>
            <b>{pick(one.question, one.questionEn)}</b>
            <span className="small" style={{ display: 'block' }}>{pick(one.answer, one.answerEn)}</span>
            {one.place && <span className="caption muted">{one.place}</span>}
          </button>
        ))}
      </div>
      <Ends {...props} about={{ kind: 'advice', topic: chosen?.topic ?? 'other', words: chosen ? chosen.question : typed, answerId: chosen?.id }} disabled={!chosen && typed.trim() === ''} />
    </div>
  )
}
