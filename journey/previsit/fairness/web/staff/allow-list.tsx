import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Bones, Button, ConfirmDialog, EmptyState, ErrorState, Grid, TextField, useFormat } from '#ui/index.ts'
import type { Helper } from '../../contract.ts'
import './fairness-desk.css'

const key = ['fairness', 'helpers'] as const
const EMPTY = { phone: '', organisation: '', note: '', until: '' }

/** Care homes, village doctors, school nurses: who books for many by calling. */
export function Helpers() {
  const { t } = useTranslation('fairness')
  const format = useFormat()
  const [leaving, setLeaving] = useState<Helper>()
  const read = useQuery({ queryKey: key, queryFn: () => api.get<Helper[]>('/api/fairness/helpers') })
  return (
    <div className="stack">
      <p className="muted">{t('helper.lead')}</p>
      <AddHelper />
      {read.isPending && <Bones cards={[3]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {read.data?.length === 0 && <EmptyState title={t('helper.none')} />}
      {read.data && read.data.length > 0 && (
        <Grid
          caption={t('helper.title')} rows={read.data} rowKey={(one) => one.id}
          columns={[
            { key: 'organisation', title: t('helper.organisation'), rowHeader: true, cell: (one) => one.organisation },
            { key: 'phone', title: t('helper.phone'), cell: (one) => one.phoneMasked },
            { key: 'until', title: t('helper.until'), cell: (one) => format.date(one.until) },
            { key: 'note', title: t('helper.note'), cell: (one) => one.note },
            { key: 'act', title: <span className="sr">{t('helper.remove')}</span>, cell: (one) => <Button small kind="quiet" aria-label={`${t('helper.remove')} ${one.organisation}`} onPress={() => setLeaving(one)}>{t('helper.remove')}</Button> },
          ]}
        />
      )}
      {leaving && <RemoveHelper helper={leaving} onClose={() => setLeaving(undefined)} />}
    </div>
  )
}

function AddHelper() {
  const { t } = useTranslation('fairness')
  const client = useQueryClient()
  const [given, setGiven] = useState(EMPTY)
  const set = (name: keyof typeof EMPTY) => (value: string) => setGiven((old) => ({ ...old, [name]: value }))
  const add = useMutation<unknown, Problem>({
    mutationFn: () => api.post('/api/fairness/helpers', { body: given }),
    onSuccess: () => setGiven(EMPTY),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
  const complete = given.phone.length === 11 && given.organisation.trim() !== '' && given.until !== ''
  return (
    <div className="fairness-add">
      <TextField label={t('helper.organisation')} value={given.organisation} onChange={set('organisation')} maxLength={100} />
      <TextField label={t('helper.phone')} type="tel" inputMode="numeric" value={given.phone} onChange={set('phone')} maxLength={11} />
      <TextField label={t('helper.until')} type="date" value={given.until} onChange={set('until')} />
      <TextField label={t('helper.note')} value={given.note} onChange={set('note')} maxLength={300} />
      <Button kind="primary" icon="plus" disabled={!complete} busy={add.isPending} onPress={() => add.mutate()}>{t('helper.add')}</Button>
      {add.isError && <Alert tone="danger">{add.error.title}</Alert>}
    </div>
  )
}

function RemoveHelper({ helper, onClose }: { helper: Helper; onClose: () => void }) {
  const { t } = useTranslation('fairness')
  const client = useQueryClient()
  const remove = useMutation<unknown, Problem>({
    mutationFn: () => api.delete(`/api/fairness/helpers/${helper.id}`),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
  return (
    <ConfirmDialog
      title={t('helper.remove-title', { organisation: helper.organisation })} confirm={t('helper.remove')} keep={t('helper.keep')} busy={remove.isPending}
      error={remove.isError && <Alert tone="danger">{remove.error.title}</Alert>} onConfirm={() => remove.mutate()} onKeep={onClose}
    >
      <p>{t('helper.remove-body')}</p>
    </ConfirmDialog>
  )
}
