import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { isProblem } from '#client/index.ts'
import { Alert, Anchor, Bones, Button, Card, Desk, ErrorState, FileChoice, Grid, Pane, Tag, localDay, readAsBase64, useFormat, useMinute } from '#ui/index.ts'
import type { Imported, RowFault, StatementsOfDay } from '../../contract.ts'
import { dayBefore, postTo, useAct, useMayAct, useStatements } from './finance-data.ts'
import { DayField, Tabs } from './parts.tsx'

const MOST_BYTES = 8 * 1024 * 1024
type OfChannel = StatementsOfDay['channels'][number]

/** Each channel of a day: what we say, what it says, and the file it says it in. */
export function Component() {
  const { t } = useTranslation('reconciliation')
  const now = useMinute()
  const [search, setSearch] = useSearchParams()
  const day = search.get('day') ?? dayBefore(localDay(now), 1)
  const read = useStatements(day)
  return (
    <Desk title={t('statement.title')} actions={<Tabs />} context={<DayField label={t('statement.day')} day={day} onChange={(value) => setSearch({ day: value }, { replace: true })} />}>
      <Pane label={t('statement.title')} paper>
        {read.isPending && <Bones cards={[3, 3, 3, 3]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.channels.map((one) => <Channel key={`${day} ${one.channel}`} day={day} of={one} />)}
      </Pane>
    </Desk>
  )
}

function Channel({ day, of }: { day: string; of: OfChannel }) {
  const { t } = useTranslation('reconciliation')
  const format = useFormat()
  const mayAct = useMayAct()
  const [done, setDone] = useState<Imported>()
  const [tooLarge, setTooLarge] = useState(false)
  const download = useAct((_: void) => postTo<Imported>('statements/download', { channel: of.channel, day }))
  const upload = useAct((chosen: { fileName: string; file: string }) => postTo<Imported>('statements/upload', { channel: of.channel, day, ...chosen }))
  const begin = () => { setDone(undefined); setTooLarge(false); upload.reset(); download.reset() }
  const choose = async (file: File) => {
    begin()
    if (file.size > MOST_BYTES) return setTooLarge(true)
    upload.mutate({ fileName: file.name, file: await readAsBase64(file) }, { onSuccess: setDone })
  }
  const problem = upload.error ?? download.error
  return (
    <Card label={t(`channel.${of.channel}`)}>
      <div className="reconciliation-channel">
        <div className="row row--between row--wrap">
          <h2>{t(`channel.${of.channel}`)} <State of={of} /></h2>
          {mayAct && (
            <div className="row">
              {of.canDownload && <Button small icon="refresh" busy={download.isPending} onPress={() => { begin(); download.mutate(undefined, { onSuccess: setDone }) }}>{t('statement.download')}</Button>}
              <FileChoice label={t('statement.upload')} description={t('statement.upload-as', { channel: t(`channel.${of.channel}`) })} accept=".csv,.txt" small disabled={upload.isPending} onChoose={([file]) => void choose(file)} />
            </div>
          )}
        </div>
        <p className="small"><b>{t('statement.ours')}</b> {of.ours.count === 0 ? t('statement.nothing-moved') : t('statement.ours-count', { count: of.ours.count, amount: format.money(of.ours.cents) })}</p>
        {of.files.map((file) => (
          <p key={file.id} className="small">
            <b>{t('statement.theirs')}</b> {t('statement.file-sum', { paid: file.paymentCount, paidAmount: format.money(file.paymentCents), back: file.refundCount, backAmount: format.money(file.refundCents) })}
            {file.feeCents !== 0 && ` · ${t('statement.fee', { amount: format.money(file.feeCents) })}`}{file.knownCount > 0 && ` · ${t('statement.known', { count: file.knownCount })}`}
            <span className="muted"> · {file.fileName} · {t(`statement.by.${file.source}`)} {format.dayTime(file.importedAt)}</span>
          </p>
        ))}
        {tooLarge && <Alert tone="danger" title={t('statement.too-large')} />}
        {done && <Alert tone={done.found > 0 ? 'warning' : 'success'} title={done.isNew ? t('statement.done', { matched: done.matched, found: done.found, closed: done.closed }) : t('statement.again')} />}
        {problem && <Refused problem={problem} />}
      </div>
    </Card>
  )
}

function State({ of }: { of: OfChannel }) {
  const { t } = useTranslation('reconciliation')
  if (of.files.length === 0) return <Tag tone={of.ours.count > 0 ? 'warning' : 'neutral'} icon={of.ours.count > 0 ? 'clock' : undefined}>{t('statement.none-yet')}</Tag>
  return (
    <>
      <Tag>{t('statement.matched', { count: of.matched })}</Tag>{' '}
      {of.openDifferences === 0 ? <Tag tone="success" icon="check">{t('statement.no-open')}</Tag>
        : <Anchor href={`/finance/differences?channel=${of.channel}`}><Tag tone="warning" icon="alert">{t('statement.open', { count: of.openDifferences })}</Tag></Anchor>}
    </>
  )
}

/** What is wrong with a file that was refused, row by row. */
function Refused({ problem }: { problem: { title: string; details: Readonly<Record<string, unknown>> } }) {
  const { t } = useTranslation('reconciliation')
  const faults = isProblem(problem, 'reconciliation.file-damaged') ? problem.details['faults'] as RowFault[] : []
  return (
    <>
      <Alert tone="danger" title={problem.title} />
      {faults.length > 0 && (
        <Grid caption={t('statement.damaged')} rows={faults} rowKey={(one) => `${one.line} ${one.column} ${one.code} ${one.value}`} columns={[
          { key: 'row', title: t('statement.row'), rowHeader: true, cell: (one) => (one.line === 0 ? t('statement.whole') : one.line) }, { key: 'column', title: t('statement.column'), cell: (one) => one.column || '—' },
          { key: 'value', title: t('statement.value'), cell: (one) => <span className="reconciliation-number">{one.value || '—'}</span> }, { key: 'what', title: t('statement.what'), cell: (one) => t(`fault.${one.code}`) },
        ]} />
      )}
    </>
  )
}
