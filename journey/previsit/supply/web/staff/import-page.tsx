import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Button, Buttons, Checkbox, Counts, EmptyState, ErrorState, FileChoice, Grid, Pane, readAsBase64 } from '#ui/index.ts'
import { type Applied, type ImportCheck, importColumns, type RowFault } from '../../contract.ts'
import { PlanView } from './plan-view.tsx'
import { useChosen } from './schedule-data.ts'
import { type Done, ScheduleDesk } from './schedule-desk.tsx'

const MOST_BYTES = 4_000_000

interface Chosen {
  readonly fileName: string
  readonly file: string
}

/** Weekly patterns from a spreadsheet: every fault by row and column, what it would do, and only then bringing it in. */
export function Component() {
  const { t } = useTranslation('supply')
  const client = useQueryClient()
  const { departmentId } = useChosen()
  const [chosen, setChosen] = useState<Chosen>()
  const [goodRowsOnly, setGoodOnly] = useState(false)
  const [tooLarge, setTooLarge] = useState(false)
  const [done, setDone] = useState<Done>()
  const check = useMutation<ImportCheck, Problem, Chosen & { goodRowsOnly: boolean }>({ mutationFn: (body) => api.post<ImportCheck>('/api/supply/import/check', { body }) })
  const apply = useMutation<Applied, Problem, Chosen & { goodRowsOnly: boolean; seen: string }>({
    mutationFn: (body) => api.post<Applied>('/api/supply/import/apply', { body }),
    onSuccess: ({ plan, changeId }) => {
      void client.invalidateQueries({ queryKey: ['supply'] })
      setChosen(undefined)
      check.reset()
      setDone({ text: t('import.done', { appear: plan.counts.appear, change: plan.counts.change + plan.counts.vanish + plan.counts.stay }), changeId })
    },
    onError: () => chosen && check.mutate({ ...chosen, goodRowsOnly }),
  })
  const choose = async (file: File) => {
    apply.reset()
    check.reset()
    setGoodOnly(false)
    setTooLarge(file.size > MOST_BYTES)
    if (file.size > MOST_BYTES) return setChosen(undefined)
    const next = { fileName: file.name, file: await readAsBase64(file) }
    setChosen(next)
    check.mutate({ ...next, goodRowsOnly: false })
  }
  const again = (only: boolean) => {
    setGoodOnly(only)
    if (chosen) check.mutate({ ...chosen, goodRowsOnly: only })
  }
  return (
    <ScheduleDesk page="import" panes="300px 1fr" done={done} onDone={setDone}>
      <Pane label={t('import.label')} paper>
        <div className="stack">
          <p className="small">{t('import.how')}</p>
          <FileChoice label={t('import.choose')} accept=".xlsx,.csv,.txt" names={[chosen?.fileName]} onChoose={([file]) => void choose(file)} />
          <p className="caption muted">{t('import.hint')}</p>
          <Button icon="file" href="/api/supply/import/template" target="_blank">{t('import.template')}</Button>
          <Button icon="file" href={`/api/supply/export/templates${departmentId ? `?departmentId=${departmentId}` : ''}`} target="_blank">{t('import.current')}</Button>
        </div>
      </Pane>
      <Pane label={t('page.import')}>
        {tooLarge && <Alert tone="danger" title={t('import.too-large')} />}
        {check.isError && <ErrorState problem={check.error} onRetry={() => chosen && check.mutate({ ...chosen, goodRowsOnly })} />}
        {apply.isError && <Alert tone={apply.error.code === 'supply.preview-outdated' ? 'warning' : 'danger'} title={apply.error.title} />}
        {check.isPending && <p role="status" className="muted">{t('import.check')}</p>}
        {!chosen && !check.isPending && <><EmptyState title={t('import.empty')}>{t('import.empty-note')}</EmptyState><Columns /></>}
        {check.data && chosen && (
          <Result check={check.data} goodRowsOnly={goodRowsOnly} busy={apply.isPending} onGoodOnly={again} onApply={(seen) => apply.mutate({ ...chosen, goodRowsOnly, seen })} />
        )}
      </Pane>
    </ScheduleDesk>
  )
}

function Result({ check, goodRowsOnly, busy, onGoodOnly, onApply }: { check: ImportCheck; goodRowsOnly: boolean; busy: boolean; onGoodOnly: (only: boolean) => void; onApply: (seen: string) => void }) {
  const { t } = useTranslation('supply')
  const { plan, faults, good, rows, unchanged } = check
  const mayApply = plan !== null && plan.problems.length === 0
  return (
    <div className="stack">
      <Counts counts={[{ label: t('import.rows', { count: rows }), value: rows }, { label: t('import.good', { count: good }), value: good }, { label: t('import.unchanged', { count: unchanged }), value: unchanged }, { label: t('import.faults', { count: faults.length }), value: faults.length }]} />
      {faults.length === 0 && good > 0 && <Alert tone="success" title={t('import.clean')} />}
      {faults.length === 0 && good === 0 && <Alert tone="info" title={t('import.all-same')} />}
      {faults.length > 0 && <Faults faults={faults} />}
      {faults.length > 0 && good > 0 && <Checkbox label={t('import.good-only')} checked={goodRowsOnly} onChange={onGoodOnly} />}
      {plan && <div className="well"><PlanView plan={plan} isLooking={false} /></div>}
      {plan && <Buttons><Button kind="primary" busy={busy} disabled={!mayApply} onPress={() => onApply(plan.seen)}>{t('import.apply', { count: good })}</Button></Buttons>}
    </div>
  )
}

/** What each column is for: the same words as in the template. */
function Columns() {
  const { t } = useTranslation('supply')
  return (
    <details>
      <summary>{t('import.columns')}</summary>
      <Grid
        caption={t('import.columns')} rows={[...importColumns]} rowKey={(one) => one.key}
        columns={[
          { key: 'header', title: t('import.column'), rowHeader: true, cell: (one) => <span lang="zh-CN">{one.header}{one.required && ' *'}</span> },
          { key: 'example', title: t('import.example'), cell: (one) => <span lang="zh-CN">{one.example || '—'}</span> },
          { key: 'hint', title: t('import.meaning'), cell: (one) => <span lang="zh-CN">{one.hint}</span> },
          { key: 'also', title: t('import.also'), cell: (one) => one.also.join(' · ') },
        ]}
      />
    </details>
  )
}

function Faults({ faults }: { faults: RowFault[] }) {
  const { t } = useTranslation('supply')
  return (
    <Grid
      caption={t('import.faults', { count: faults.length })} rows={faults} rowKey={({ row, column, code, value }) => `${row} ${column} ${code} ${value}`}
      columns={[
        { key: 'row', title: t('import.row'), numeric: true, rowHeader: true, cell: (one) => one.row },
        { key: 'column', title: t('import.column'), cell: (one) => one.column || '—' },
        { key: 'value', title: t('import.value'), cell: (one) => <span className="supply-value">{one.value || '—'}</span> },
        { key: 'what', title: t('import.what'), cell: (one) => t(`fault.${one.code}`, { with: one.with ?? '' }) },
      ]}
    />
  )
}
