import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Button, Pairs, Pane, TextField, useFormat } from '#ui/index.ts'
import type { AppealInList } from '../../contract.ts'
import { useAbout } from './use-about.ts'
import './fairness-desk.css'

/** One request, what counts besides, and the answer as the patient will read it. */
export function AppealPane({ appeal, isOffice, onAnswered }: { appeal: AppealInList; isOffice: boolean; onAnswered: () => void }) {
  const { t } = useTranslation('fairness')
  const format = useFormat()
  const about = useAbout()
  const isPause = appeal.about.kind === 'restriction'
  return (
    <Pane label={about(appeal)} foot={appeal.state === 'asked' && isOffice && !appeal.askedByMe ? <Answer appeal={appeal} isPause={isPause} onAnswered={onAnswered} /> : undefined}>
      <div className="stack">
        <h2>{appeal.nameMasked}</h2>
        <Pairs pairs={[
          { label: t('desk.what'), value: about(appeal) },
          { label: t('desk.reason'), value: t(`excuse.${appeal.reason}`) },
          { label: t(appeal.byStaff ? 'desk.from-desk' : 'desk.from-patient'), value: format.dayTime(appeal.askedAt) },
          { label: t('desk.deadline'), value: format.day(appeal.answerBy) },
          { label: t('desk.also'), value: t('desk.also-value', { count: appeal.alsoCounted }) },
        ]} />
        <h3>{t('desk.said')}</h3>
        <p>{appeal.said}</p>
        {appeal.answer !== '' && <Alert tone={appeal.state === 'granted' ? 'success' : 'neutral'} title={t(`mine.${appeal.state === 'granted' ? 'granted' : 'declined'}`)}>{appeal.answer}</Alert>}
        {appeal.state === 'asked' && <Alert>{isOffice ? t(appeal.askedByMe ? 'desk.own' : isPause ? 'desk.what-follows-pause' : 'desk.what-follows') : t('desk.office-only')}</Alert>}
      </div>
    </Pane>
  )
}

function Answer({ appeal, isPause, onAnswered }: { appeal: AppealInList; isPause: boolean; onAnswered: () => void }) {
  const { t } = useTranslation('fairness')
  const client = useQueryClient()
  const [answer, setAnswer] = useState('')
  const [pressed, setPressed] = useState(false)
  const decide = useMutation<unknown, Problem, boolean>({
    mutationFn: (grant) => api.post(`/api/fairness/appeals/${appeal.id}/decide`, { body: { grant, answer: answer.trim() } }),
    onSuccess: onAnswered,
    onSettled: () => client.invalidateQueries({ queryKey: ['fairness'] }),
  })
  const press = (grant: boolean) => {
    setPressed(true)
    if (answer.trim() !== '') decide.mutate(grant)
  }
  return (
    <div className="stack fairness-answer">
      <TextField label={t('desk.answer')} rows={2} maxLength={1000} value={answer} onChange={setAnswer} error={pressed && answer.trim() === '' ? t('desk.answer-needed') : undefined} />
      {decide.isError && <Alert tone="danger">{decide.error.title}</Alert>}
      <div className="buttons">
        <Button kind="primary" busy={decide.isPending} onPress={() => press(true)}>{t(isPause ? 'desk.grant-pause' : 'desk.grant')}</Button>
        <Button busy={decide.isPending} onPress={() => press(false)}>{t(isPause ? 'desk.decline-pause' : 'desk.decline')}</Button>
      </div>
    </div>
  )
}
