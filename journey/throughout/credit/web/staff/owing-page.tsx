import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bones, Button, Counts, Desk, ErrorState, Grid, localDay, Money, Pane, Segmented, Tag, useFormat } from '#ui/index.ts'
import type { Column } from '#ui/index.ts'
import type { Owing, OwingRow } from '../../contract.ts'
import { useAtRegion, useOwing, useShare } from './owing-data.ts'
import { WaiveSheet } from './waive-sheet.tsx'

/** Who was treated here and has not paid yet: what is overdue, what waits for a second person, and how many pay this way. */
export function Component() {
  const { t } = useTranslation('credit')
  const [show, setShow] = useState<'all' | 'overdue'>('all')
  const read = useOwing(show === 'overdue')
  const atRegion = useAtRegion()
  return (
    <Desk title={t('staff.title')} actions={atRegion ? undefined : <Segmented label={t('staff.show')} value={show} onChange={(value) => setShow(value === 'overdue' ? 'overdue' : 'all')} options={[{ value: 'all', label: t('staff.all') }, { value: 'overdue', label: t('staff.only-overdue') }]} />}>
      <Pane label={t('staff.title')}>
        {read.isPending && <Bones cards={[1, 4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && <Figures owing={read.data} />}
        {read.data && atRegion && <Hospitals hospitals={read.data.hospitals} />}
        {read.data && !atRegion && <Rows debts={read.data.debts} empty={t(show === 'overdue' ? 'staff.none-overdue' : 'staff.none')} />}
      </Pane>
    </Desk>
  )
}

function Figures({ owing }: { owing: Owing }) {
  const { t } = useTranslation('credit')
  const share = useShare(!useAtRegion()).data
  return (
    <Counts counts={[
      { label: t('staff.owed'), value: <Money cents={owing.owedCents} /> },
      { label: t('staff.overdue'), value: <Money cents={owing.overdueCents} /> },
      { label: t('staff.people'), value: owing.people },
      ...(share ? [{ label: <>{t('staff.share')} · {t('staff.share-note', { after: share.afterTreatment, visits: share.visits })}</>, value: `${(share.shareBp / 100).toFixed(1)}%` }] : []),
    ]} />
  )
}

/** What the region's accountant sees: sums, and no person. */
function Hospitals({ hospitals }: { hospitals: Owing['hospitals'] }) {
  const { t, i18n } = useTranslation('credit')
  const columns: Column<Owing['hospitals'][number]>[] = [
    { key: 'name', title: t('staff.hospital'), rowHeader: true, cell: (row) => (i18n.language === 'en' && row.nameEn) || row.name },
    { key: 'people', title: t('staff.people'), numeric: true, cell: (row) => row.people },
    { key: 'overdue', title: t('staff.overdue'), numeric: true, cell: (row) => <Money cents={row.overdueCents} /> },
    { key: 'owed', title: t('staff.owed'), numeric: true, cell: (row) => <Money cents={row.owedCents} /> },
  ]
  return <Grid caption={t('staff.title')} columns={columns} rows={[...hospitals]} rowKey={(row) => row.institutionId} empty={t('staff.none-anywhere')} />
}

function Rows({ debts, empty }: { debts: readonly OwingRow[]; empty: string }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const [open, setOpen] = useState<string>()
  const chosen = debts.find((debt) => debt.id === open)
  const columns: Column<OwingRow>[] = [
    { key: 'name', title: t('staff.person'), rowHeader: true, cell: (debt) => debt.nameMasked },
    { key: 'phone', title: t('staff.phone'), cell: (debt) => debt.phoneMasked ?? '—' },
    { key: 'kind', title: t('staff.kind'), cell: (debt) => (debt.emergency ? <Tag>{t('staff.emergency')}</Tag> : t('staff.ordinary')) },
    { key: 'taken', title: t('staff.taken'), cell: (debt) => format.date(debt.takenAt) },
    { key: 'due', title: t('staff.due'), cell: (debt) => <>{format.date(debt.dueOn)} {debt.overdue && <Tag tone="warning" icon="clock">{t('staff.days-late', { count: daysSince(debt.dueOn) })}</Tag>}</> },
    { key: 'open', title: t('staff.open'), numeric: true, cell: (debt) => <Money cents={debt.openCents} /> },
    { key: 'act', title: t('staff.state'), cell: (debt) => <Act debt={debt} onPress={() => setOpen(debt.id)} /> },
  ]
  return (
    <>
      <Grid caption={t('staff.title')} columns={columns} rows={[...debts]} rowKey={(debt) => debt.id} empty={empty} />
      {chosen && <WaiveSheet debt={chosen} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function Act({ debt, onPress }: { debt: OwingRow; onPress: () => void }) {
  const { t } = useTranslation('credit')
  if (!debt.waiver) return <Button small onPress={onPress} aria-label={t('staff.waive-for', { name: debt.nameMasked })}>{t('staff.waive')}</Button>
  if (debt.waiver.askedByMe) return <Button small kind="quiet" onPress={onPress}>{t('staff.waits')}</Button>
  return <Button small kind="soft" onPress={onPress} aria-label={t('staff.review-for', { name: debt.nameMasked })}>{t('staff.review')}</Button>
}

function daysSince(day: string): number {
  return Math.round((Date.parse(`${localDay(Date.now())}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000)
}
