import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import type { ImportReport } from '../../contract.ts'
import { Alert, Button, Buttons, Card, Counts, Desk, EmptyState, ErrorState, FileChoice, Pane, Steps, SuccessState, readAsBase64 } from '#ui/index.ts'
import { FaultGrid } from './fault-grid.tsx'
import './import-page.css'

const MOST_BYTES = 12_000_000

interface Chosen {
  readonly name: string
  readonly file: string
}

/** The hospital's own data from a workbook: choose, see every fault or what would change, bring it in. */
export function Component() {
  const { t } = useTranslation('directory')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [tooLarge, setTooLarge] = useState(false)
  const check = useMutation({ mutationFn: ({ file }: Chosen) => api.post<ImportReport>('/api/directory/import', { body: { file, write: false } }) })
  const bringIn = useMutation({ mutationFn: ({ file }: Chosen) => api.post<ImportReport>('/api/directory/import', { body: { file, write: true } }) })

  const choose = async (file: File) => {
    bringIn.reset()
    check.reset()
    setTooLarge(file.size > MOST_BYTES)
    setChosen(null)
    if (file.size > MOST_BYTES) return
    const next = { name: file.name, file: await readAsBase64(file) }
    setChosen(next)
    check.mutate(next)
  }

  const report = bringIn.data ?? check.data
  const stage = bringIn.data?.written ? 3 : report && report.faults.length === 0 ? 2 : chosen ? 1 : 0
  return (
    <Desk title={t('import.title')} context={report?.institutionName} panes="300px 1fr">
      <Pane label={t('import.steps')} paper>
        <div className="stack">
          <Steps label={t('import.steps')} steps={['choose', 'check', 'write'].map((step, at) => ({ key: step, label: t(`import.step.${step}`), state: at < stage ? 'done' : at === stage ? 'now' : 'next' }))} />
          <FileChoice label={t('import.file')} accept=".xlsx" names={[chosen?.name]} onChoose={([file]) => void choose(file)} />
          <Button icon="file" href="/api/directory/import/template" target="_blank">{t('import.template')}</Button>
          <p className="caption muted">{t('import.note')}</p>
        </div>
      </Pane>
      <Pane label={t('import.result')}>
        {tooLarge && <Alert tone="danger" title={t('import.tooLarge')} />}
        {(check.isError || bringIn.isError) && <ErrorState problem={(bringIn.error ?? check.error) as never} onRetry={() => chosen && check.mutate(chosen)} />}
        {check.isPending && <p role="status" className="muted">{t('import.checking')}</p>}
        {!report && !check.isPending && !check.isError && !tooLarge && <EmptyState title={t('import.empty')}>{t('import.emptyNote')}</EmptyState>}
        {report && <Result report={report} busy={bringIn.isPending} onWrite={() => chosen && bringIn.mutate(chosen)} />}
      </Pane>
    </Desk>
  )
}

function Result({ report, busy, onWrite }: { report: ImportReport; busy: boolean; onWrite: () => void }) {
  const { t } = useTranslation('directory')
  const { counts, faults } = report
  const figures = (['campuses', 'departments', 'practitioners', 'services', 'templates', 'prices'] as const).map((what) => ({ label: t(`import.count.${what}`), value: counts[what] }))
  if (report.written) {
    return (
      <SuccessState title={t('import.done', { name: report.institutionName })}>
        {figures.map(({ label, value }) => `${label} ${value}`).join(' · ')}
        {report.retired > 0 && ` · ${t('import.retired', { count: report.retired })}`}
      </SuccessState>
    )
  }
  if (faults.length > 0) {
    return (
      <div className="stack">
        <Alert tone="danger" title={t('import.faults', { count: faults.length })}>{t('import.faultsNote')}</Alert>
        <FaultGrid faults={faults} />
      </div>
    )
  }
  return (
    <div className="stack">
      <Alert tone="success" title={t('import.clean')}>{t('import.cleanNote')}</Alert>
      <Card><Counts counts={figures} /></Card>
      <Buttons><Button kind="primary" busy={busy} onPress={onWrite}>{t('import.write')}</Button></Buttons>
    </div>
  )
}
