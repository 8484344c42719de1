import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Button, useFormat } from '#ui/index.ts'
import type { AppealShown } from '../../contract.ts'
import { standingsKey } from './standings-key.ts'

/** What became of what somebody said. */
export function AppealState({ appeal, institutionId }: { appeal: AppealShown; institutionId: number }) {
  const { t } = useTranslation('fairness')
  const format = useFormat()
  const client = useQueryClient()
  const withdraw = useMutation<unknown, Problem>({
    mutationFn: () => api.post(`/api/fairness/appeals/${institutionId}/${appeal.id}/withdraw`),
    onSettled: () => client.invalidateQueries({ queryKey: standingsKey }),
  })
  if (appeal.state === 'withdrawn') return null
  if (appeal.state === 'asked') {
    const words = t(appeal.byStaff ? 'mine.asked-by-staff' : 'mine.asked', { day: format.date(appeal.answerBy) })
    return <Alert title={words} action={appeal.byStaff ? undefined : <Button small kind="quiet" busy={withdraw.isPending} onPress={() => withdraw.mutate()}>{t('mine.withdraw')}</Button>}>{appeal.said}{withdraw.isError && ` ${withdraw.error.title}`}</Alert>
  }
  return <Alert tone={appeal.state === 'granted' ? 'success' : 'neutral'} title={t(`mine.${appeal.state}`)}>{appeal.answer}</Alert>
}
