import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Buttons, Card, Counts, Desk, EmptyState, ErrorState, FileChoice, Grid, Pane, Select, SuccessState, readAsBase64 } from '#ui/index.ts'
import type { PlanImported } from '../../contract.ts'
import { useImport, usePlans } from './plan-data.ts'
import './plans.css'

const MOST_BYTES = 12_000_000

/** A drawing from elsewhere: choose, see every fault and everything we mended, then take it as the draft. */
export function Component() {
  const { t } = useTranslation('guidance')
  const plans = usePlans()
  const [campusId, setCampus] = useState('')
  const [files, setFiles] = useState<{ name: string; base64: string }[]>([])
  const [tooLarge, setTooLarge] = useState(false)
  const check = useImport()
  const bring = useImport()
  const campuses = plans.data?.campuses ?? []
  const campus = Number(campusId || campuses[0]?.id)
  const choose = async (chosen: File[]): Promise<void> => {
    check.reset()
    bring.reset()
    const isTooLarge = chosen.reduce((sum, file) => sum + file.size, 0) > MOST_BYTES
    setTooLarge(isTooLarge)
    setFiles([])
    if (isTooLarge || chosen.length === 0) return
    const read = await Promise.all(chosen.filter((file) => /\.(zip|json|geojson)$/i.test(file.name)).slice(0, 40).map(async (file) => ({ name: file.name, base64: await readAsBase64(file) })))
    setFiles(read)
    if (read.length > 0) check.mutate({ campusId: campus, files: read, write: false })
  }
  const report = bring.data ?? check.data
  return (
    <Desk title={t('import.title')} panes="300px 1fr">
      <Pane label={t('import.choose')} paper>
        <div className="stack">
          <Select label={t('staff.campus')} value={campusId || String(campuses[0]?.id ?? '')} onChange={(next) => { setCampus(next); check.reset(); bring.reset(); setFiles([]) }} options={campuses.map(({ id, name }) => ({ value: String(id), label: name }))} />
          <FileChoice label={t('import.file')} accept=".zip,.json,.geojson" multiple names={files.map(({ name }) => name)} onChoose={(chosen) => void choose(chosen)} />
          <p className="caption muted">{t('import.note')}</p>
        </div>
      </Pane>
      <Pane label={t('import.result')}>
        {tooLarge && <Alert tone="danger" title={t('import.too-large')} />}
        {(check.isError || bring.isError) && <ErrorState problem={bring.error ?? check.error ?? undefined} />}
        {check.isPending && <p role="status" className="muted">{t('import.checking')}</p>}
        {!report && !check.isPending && !check.isError && !tooLarge && <EmptyState title={t('import.empty')}>{t('import.empty-body')}</EmptyState>}
        {report && <Report report={report} busy={bring.isPending} campusId={campus} onBring={() => bring.mutate({ campusId: campus, files, write: true })} />}
      </Pane>
    </Desk>
  )
}

function Report({ report, busy, campusId, onBring }: { report: PlanImported; busy: boolean; campusId: number; onBring: () => void }) {
  const { t } = useTranslation('guidance')
  if (report.written) return <SuccessState title={t('import.done', { version: report.version })} actions={<Button kind="primary" href={`/plans/${campusId}`}>{t('import.open')}</Button>}>{t('import.done-body')}</SuccessState>
  const rows = [
    ...report.faults.map((fault) => ({ key: `${fault.file} ${fault.feature} ${fault.code}`, kind: t(`import.fault.${fault.code}`), where: `${fault.file}${fault.feature ? ` · ${fault.feature}` : ''}`, detail: fault.detail })),
    ...report.repairs.map((repair) => ({ key: `${repair.feature} ${repair.code}`, kind: t(`import.repair.${repair.code}`), where: repair.feature, detail: `${repair.detail}${repair.metres > 0 ? ` (${repair.metres} m)` : ''}` })),
  ].map((row, i) => ({ ...row, key: `${i} ${row.key}` }))
  return (
    <div className="stack">
      {report.units > 0 && (
        <Card><Counts counts={[
          { label: t('import.count.levels'), value: report.levels }, { label: t('import.count.units'), value: report.units }, { label: t('import.count.openings'), value: report.openings },
          { label: t('import.count.joined', { drawn: report.joinedAsDrawn }), value: report.joined },
        ]} /></Card>
      )}
      {report.faults.length > 0 ? <Alert tone={report.units > 0 ? 'warning' : 'danger'} title={t('import.faults', { count: report.faults.length })}>{t('import.faults-body')}</Alert> : <Alert tone="success" title={t('import.clean')} />}
      {report.repairs.length > 0 && <Alert tone="info" title={t('import.repairs', { count: report.repairs.length })}>{t('import.repairs-body')}</Alert>}
      {report.units > 0 && <Buttons><Button kind="primary" busy={busy} onPress={onBring}>{t('import.bring')}</Button></Buttons>}
      {rows.length > 0 && <Grid caption={t('import.result')} rowKey={(row) => row.key} rows={rows} columns={[
        { key: 'kind', title: t('import.column.what'), rowHeader: true, cell: (row) => row.kind }, { key: 'where', title: t('import.column.where'), cell: (row) => <span className="guide-id">{row.where}</span> }, { key: 'detail', title: t('import.column.detail'), cell: (row) => <span className="guide-id">{row.detail}</span> },
      ]} />}
    </div>
  )
}
