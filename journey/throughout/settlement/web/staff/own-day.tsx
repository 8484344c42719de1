import { useTranslation } from 'react-i18next'
import { Alert, Anchor, Button, Card, EmptyState, Figure as Big, Grid, Money, Pairs, Pane, Section, Tag, useFormat } from '#ui/index.ts'
import type { Day, Figure } from '../../contract.ts'
import { entriesOf, instructionTone, toneOf } from './settlement-data.ts'

/** A day as a hospital sees it: what it pays or gets, why, and whether the money has moved. */
export function OwnDay({ day, institutionId }: { day: Day; institutionId: number }) {
  const { t } = useTranslation('settlement')
  const format = useFormat()
  const position = day.positions.find((one) => one.institutionId === institutionId)
  const base = `/api/settlement/days/${day.day}`
  return (
    <Pane
      label={t('day')} paper
      head={(
        <div className="settlement-head">
          <h2>{format.date(day.day)}</h2><Tag tone={toneOf[day.status]}>{t(`status.${day.status}`)}</Tag><span className="grow" />
          {position && (
            <span className="settlement-files">
              <a className="btn btn--small" href={`${base}/hospitals/${institutionId}/extract.txt`} download>{t('file.extract')}</a>
              <a className="btn btn--small" href={`${base}/settlement.xlsx`} download>{t('file.xlsx')}</a>
              <Button small icon="print" onPress={() => window.print()}>{t('print')}</Button>
            </span>
          )}
        </div>
      )}
    >
      {!position && <EmptyState title={t(day.status === 'draft' ? 'draft.title' : 'own.nothing')}>{t(day.status === 'draft' ? 'draft.body' : 'own.nothing-note', { time: format.dayTime(day.cutOff) })}</EmptyState>}
      {position && (
        <>
          <Card>
            <p className="muted">{t(position.netCents > 0 ? 'own.pays' : position.netCents < 0 ? 'own.gets' : 'nothing-moves')}</p>
            <Big value={<Money cents={Math.abs(position.netCents)} />} />
            <AtBank day={day} institutionId={institutionId} />
          </Card>
          <Section title={t('own.why')}>
            <Grid<Figure>
              caption={t('own.why')} rows={day.figures.filter((figure) => figure.side === 'hospital')} rowKey={(row) => row.what} empty={t('nothing-happened')}
              columns={[
                { key: 'what', title: t('column.what'), rowHeader: true, cell: (row) => t(`what.${row.what}`) },
                { key: 'count', title: t('column.count'), numeric: true, cell: (row) => <Anchor href={entriesOf(day.day, { side: 'hospital', institutionId, what: row.what })}>{t('entries', { count: row.count })}</Anchor> },
                { key: 'cents', title: t('column.amount'), numeric: true, cell: (row) => <Money cents={row.inCents + row.outCents} bare /> },
              ]}
            />
          </Section>
          <Section title={t('own.open')}>
            <Card><Pairs pairs={[
              { label: t('column.opening'), value: <Money cents={position.openingCents} /> }, { label: t('column.net'), value: <Money cents={position.netCents} /> },
              { label: t('column.settled'), value: <Money cents={position.settledCents} /> }, { label: t('column.closing'), value: <b><Money cents={position.closingCents} /></b> },
            ]} /></Card>
            <p className="small muted">{t('matrix-note')}</p>
          </Section>
        </>
      )}
    </Pane>
  )
}

function AtBank({ day, institutionId }: { day: Day; institutionId: number }) {
  const { t } = useTranslation('settlement')
  const instruction = day.instructions.find((one) => one.institutionId === institutionId)
  if (!instruction) return null
  return (
    <>
      <p><Tag tone={instructionTone[instruction.state]}>{t(`instruction.${instruction.state}`)}</Tag></p>
      {instruction.state === 'refused' && <Alert tone="warning" title={t('own.refused')}>{instruction.reason}</Alert>}
    </>
  )
}
