import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Button, Buttons, ConfirmDialog, Grid, Tag, TextField } from '#ui/index.ts'
import type { MergePreview as Preview } from '../../contract.ts'
import { useCalendarDay } from '../calendar-day.ts'

type Side = Preview['remains']
type Row = { key: string; label: string; remains: ReactNode; joins: ReactNode; differs: boolean }

/** Both entries side by side. Nothing is chosen for the registrar: what differs is marked, the reason is written down. */
export function MergePreview({ preview, onSwap, onDone }: { preview: Preview; onSwap: () => void; onDone: () => void }) {
  const { t } = useTranslation('people')
  const rows = useRows(preview)
  return (
    <div className="stack">
      {preview.differences.length > 0
        ? <Alert tone="warning" title={t('merge.careful')}>{preview.differences.map((one) => t(`merge.difference.${one}`)).join(t('and'))}</Alert>
        : <Alert tone="success">{t('merge.same')}</Alert>}
      <Grid<Row>
        caption={t('merge.title')} rows={rows} rowKey={(row) => row.key}
        columns={[
          { key: 'label', title: t('merge.field'), rowHeader: true, cell: (row) => <>{row.label} {row.differs && <Tag tone="warning" icon="alert">{t('merge.differs')}</Tag>}</> },
          { key: 'remains', title: t('merge.remains'), cell: (row) => row.remains },
          { key: 'joins', title: t('merge.joins'), cell: (row) => row.joins },
        ]}
      />
      <Buttons><Button icon="swap" onPress={onSwap}>{t('merge.swap')}</Button></Buttons>
      <Decide preview={preview} onDone={onDone} />
    </div>
  )
}

function useRows({ remains, joins, differences }: Preview): Row[] {
  const { t } = useTranslation('people')
  const calendarDay = useCalendarDay()
  const row = (key: string, label: string, show: (side: Side) => ReactNode): Row =>
    ({ key, label, remains: show(remains), joins: show(joins), differs: differences.some((one) => one === key) })
  const lines = (all: readonly string[]) => (all.length === 0 ? t('merge.none') : all.map((one) => <div key={one}>{one}</div>))
  return [
    row('name', t('name.label'), (side) => side.name),
    row('sex', t('sex.label'), (side) => t(`sex.${side.sex}`)),
    row('birth-date', t('birth-date'), (side) => calendarDay(side.birthDate)),
    row('phone', t('phone'), (side) => side.phoneMasked || t('merge.none')),
    row('insurance', t('insurance.label'), (side) => t(`insurance.${side.insuranceKind}`)),
    row('resident-id', t('merge.documents'), (side) => lines(side.documents.map((document) => `${t(`kind.${document.kind}`)} ${document.numberMasked}`))),
    row('numbers', t('merge.numbers'), (side) => lines(side.hospitalNumbers.map((number) => number.number))),
    row('relations', t('merge.relations'), (side) => t('merge.relation-count', { count: side.relationCount })),
  ]
}

function Decide({ preview, onDone }: { preview: Preview; onDone: () => void }) {
  const { t } = useTranslation('people')
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const merge = useMutation<{ mergeId: string }, Problem>({
    mutationFn: () => api.post('/api/people/merges', { body: { remainsId: preview.remains.personId, joinsId: preview.joins.personId, reason: reason.trim() } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['people'] })
      onDone()
    },
  })
  return (
    <>
      <TextField label={t('merge.reason')} hint={t('merge.reason-hint')} value={reason} onChange={setReason} maxLength={300} rows={2} />
      <Button kind="primary" disabled={reason.trim().length < 4} onPress={() => setAsking(true)}>{t('merge.act')}</Button>
      {asking && (
        <ConfirmDialog
          title={t('merge.confirm-title')} confirm={t('merge.act')} keep={t('merge.keep')} kind="primary" busy={merge.isPending}
          error={merge.isError && <Alert tone="danger">{merge.error.title}</Alert>} onConfirm={() => merge.mutate()} onKeep={() => setAsking(false)}
        >
          <p>{t('merge.confirm-body')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
