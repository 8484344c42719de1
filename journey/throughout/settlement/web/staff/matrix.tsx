import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Anchor, Button, type Column, ConfirmDialog, Grid, Money, Pairs, Section, Tag } from '#ui/index.ts'
import { type Day, type Instruction, type Position, sumOf, type What, whats } from '../../contract.ts'
import { entriesOf, instructionTone, useAct, useHospitalName } from './settlement-data.ts'

/** Hospitals against what happened; every figure leads to its entries. Columns in which nothing happened are left out. */
export function Matrix({ day }: { day: Day }) {
  const { t } = useTranslation('settlement')
  const nameOf = useHospitalName(day.hospitals)
  const [retrying, setRetrying] = useState<Instruction>()
  const own = (position: Position, what: What) => sumOf(day.figures, (figure) => figure.side === 'hospital' && figure.institutionId === position.institutionId && figure.what === what)
  const happened = whats.filter((what) => what !== 'settled' && day.figures.some((figure) => figure.side === 'hospital' && figure.what === what))
  const bank = new Map(day.instructions.map((one) => [one.institutionId, one]))
  const columns: Column<Position>[] = [
    { key: 'name', title: t('column.hospital'), rowHeader: true, cell: (row) => <Anchor href={entriesOf(day.day, { side: 'hospital', institutionId: row.institutionId })}>{nameOf(row.institutionId)}</Anchor> },
    ...happened.map((what): Column<Position> => ({ key: what, title: t(`what.${what}`), numeric: true, cell: (row) => <Linked {...own(row, what)} href={entriesOf(day.day, { side: 'hospital', institutionId: row.institutionId, what })} /> })),
    { key: 'net', title: t('column.net'), numeric: true, cell: (row) => <Net cents={row.netCents} /> },
    ...(day.positions.some((one) => one.openingCents !== 0 || one.settledCents !== 0) ? [
      { key: 'opening', title: t('column.opening'), numeric: true, cell: (row: Position) => <Money cents={row.openingCents} bare /> },
      { key: 'settled', title: t('column.settled'), numeric: true, cell: (row: Position) => <Linked {...own(row, 'settled')} href={entriesOf(day.day, { side: 'hospital', institutionId: row.institutionId, what: 'settled' })} /> },
    ] : []),
    { key: 'closing', title: t('column.closing'), numeric: true, cell: (row) => <Money cents={row.closingCents} bare /> },
    ...(bank.size > 0 ? [{ key: 'bank', title: t('column.bank'), cell: (row: Position) => <AtBank instruction={bank.get(row.institutionId)} onRetry={setRetrying} /> }] : []),
  ]
  return (
    <Section title={t('matrix')} aside={<span className="small muted">{t('matrix-note')}</span>}>
      <div className="settlement-matrix"><Grid caption={t('matrix')} columns={columns} rows={day.positions} rowKey={(row) => row.institutionId} empty={t('nothing-happened')} /></div>
      <p className="small muted">{t('channels-note')}</p>
      {retrying && <Retry day={day.day} instruction={retrying} name={nameOf(retrying.institutionId)} onClose={() => setRetrying(undefined)} />}
    </Section>
  )
}

function Linked({ count, cents, href }: { count: number; cents: number; href: string }) {
  const { t } = useTranslation('settlement')
  if (count === 0) return <span className="muted">–</span>
  return <Anchor href={href}><Money cents={cents} bare /><span className="caption muted settlement-count">{t('entries', { count })}</span></Anchor>
}

/** A colour is never alone: the word says which way the money goes. */
export function Net({ cents }: { cents: number }) {
  const { t } = useTranslation('settlement')
  if (cents === 0) return <span className="muted">0.00</span>
  return <span className="settlement-net" data-way={cents > 0 ? 'pays' : 'gets'}><span className="caption">{t(cents > 0 ? 'pays' : 'gets')}</span> <b><Money cents={Math.abs(cents)} bare /></b></span>
}

function AtBank({ instruction, onRetry }: { instruction: Instruction | undefined; onRetry: (instruction: Instruction) => void }) {
  const { t } = useTranslation('settlement')
  if (!instruction) return <span className="muted">–</span>
  return (
    <span className="settlement-bank">
      <Tag tone={instructionTone[instruction.state]}>{t(`instruction.${instruction.state}`)}</Tag>
      {instruction.state === 'refused' && <Button small onPress={() => onRetry(instruction)}>{t('retry')}</Button>}
    </span>
  )
}

/** The same amount once more. `accountNow`: the hospital's account that it would go to or come from. */
export function Retry({ day, instruction, name, accountNow, onClose }: { day: string; instruction: Instruction; name: string; accountNow?: string | null; onClose: () => void }) {
  const { t } = useTranslation('settlement')
  const run = useAct<undefined>(() => `${day}/retry`, () => ({ institutionId: instruction.institutionId }))
  return (
    <ConfirmDialog
      title={t('retry-title', { name })} confirm={t('retry')} keep={t('confirm.not-now')} kind="primary" busy={run.isPending}
      error={run.isError && <Alert tone="danger" title={run.error.title} />} onKeep={onClose} onConfirm={() => run.mutate(undefined, { onSuccess: onClose })}
    >
      <p>{t('retry-note')}</p>
      <Pairs pairs={[
        { label: t('bank-said'), value: instruction.reason }, { label: t('column.net'), value: <Net cents={instruction.netCents} /> },
        { label: t('payer'), value: `${instruction.payerBank} ${instruction.payerAccount}` }, { label: t('payee'), value: `${instruction.payeeBank} ${instruction.payeeAccount}` },
        { label: t('attempt'), value: instruction.attempt },
        ...(accountNow ? [{ label: t('bank-page.account-now'), value: <b>{accountNow}</b> }] : []),
      ]} />
    </ConfirmDialog>
  )
}
