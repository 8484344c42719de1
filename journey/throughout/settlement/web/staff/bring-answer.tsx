import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, Card, Grid, Money, Section, Tag } from '#ui/index.ts'
import type { Tone } from '#ui/index.ts'
import type { Named, AnswerLine, AnswerPreview, Finding } from '../../contract.ts'
import { usePreview, useWrite } from './accounts-data.ts'
import { useHospitalName } from './settlement-data.ts'

const MOST_BYTES = 1_000_000
const toneOf: Record<Finding, Tone> = { news: 'info', known: 'neutral', contradicts: 'danger', stranger: 'danger' }

/** The bank's answer as a file: looked at first, line by line, and then taken in as a whole or not at all. */
export function BringAnswer({ day, hospitals }: { day: string; hospitals: readonly Named[] }) {
  const { t } = useTranslation('settlement')
  const [file, setFile] = useState<{ name: string; text: string }>()
  const [tooLarge, setTooLarge] = useState(false)
  const preview = usePreview(day)
  const take = useWrite((text: string) => api.post<{ news: number }>(`/api/settlement/days/${day}/bank-results`, { body: { file: text } }))
  const leave = () => { setFile(undefined); preview.reset() }
  const choose = async (chosen: File) => {
    take.reset()
    leave()
    setTooLarge(chosen.size > MOST_BYTES)
    if (chosen.size > MOST_BYTES) return
    const text = await chosen.text()
    setFile({ name: chosen.name, text })
    preview.mutate(text)
  }
  return (
    <Section title={t('bank-page.bring')}>
      <Card>
        <div className="stack">
          <p className="small">{t('bank-page.bring-note')}</p>
          <FileChoice busy={preview.isPending || take.isPending} onChoose={(chosen) => void choose(chosen)} />
          {tooLarge && <Alert tone="danger" title={t('bank-page.too-large')} />}
          {preview.isError && <Alert tone="danger" title={preview.error.title} />}
          {file && preview.data && <Preview name={file.name} preview={preview.data} hospitals={hospitals} />}
          {take.isError && <Alert tone="danger" title={take.error.title} />}
          {take.data && <Alert tone="success" title={t('bank-page.taken', { count: take.data.news })} />}
          {file && preview.data && !take.data && (
            <div className="buttons">
              {preview.data.isSound && preview.data.lines.some((one) => one.finding === 'news')
                && <Button kind="primary" busy={take.isPending} onPress={() => take.mutate(file.text, { onSuccess: leave })}>{t('bank-page.take')}</Button>}
              <Button onPress={leave}>{t('confirm.not-now')}</Button>
            </div>
          )}
        </div>
      </Card>
    </Section>
  )
}

function Preview({ name, preview, hospitals }: { name: string; preview: AnswerPreview; hospitals: readonly Named[] }) {
  const { t } = useTranslation('settlement')
  const nameOf = useHospitalName(hospitals)
  const news = preview.lines.filter((one) => one.finding === 'news').length
  const note = !preview.isSound ? 'bank-page.unsound' : news === 0 ? 'bank-page.nothing-new' : 'bank-page.would-take'
  return (
    <>
      <Alert tone={preview.isSound ? 'info' : 'danger'} title={t(note, { count: news, name })} />
      <Grid<AnswerLine>
        caption={t('bank-page.in-file')} rows={preview.lines} rowKey={(one) => `${one.id} ${one.state}`} empty={t('bank-page.empty-file')}
        columns={[
          { key: 'name', title: t('column.hospital'), rowHeader: true, cell: (one) => (one.institutionId === null ? <code className="caption">{one.id}</code> : nameOf(one.institutionId)) },
          { key: 'cents', title: t('column.amount'), numeric: true, cell: (one) => (one.netCents === null ? '–' : <Money cents={Math.abs(one.netCents)} bare />) },
          { key: 'state', title: t('bank-page.says'), cell: (one) => <>{t(one.state === 'executed' ? 'bank-page.paid' : 'bank-page.refused')}{one.reason !== '' && <span className="settlement-other caption">{one.reason}</span>}</> },
          { key: 'finding', title: t('bank-page.finding-title'), cell: (one) => <Tag tone={toneOf[one.finding]}>{t(`bank-page.finding.${one.finding}`)}</Tag> },
        ]}
      />
    </>
  )
}

function FileChoice({ busy, onChoose }: { busy: boolean; onChoose: (file: File) => void }) {
  const { t } = useTranslation('settlement')
  const id = useId()
  return (
    <span className="settlement-file">
      <input
        id={id} className="sr" type="file" accept=".txt,text/plain" disabled={busy}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onChoose(file)
          // The same file, corrected, can be chosen again.
          event.target.value = ''
        }}
      />
      <label htmlFor={id} className="btn btn--small btn--soft" aria-disabled={busy}>{t('bank-page.choose')}</label>
    </span>
  )
}
