import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bones, Button, type Column, Desk, EmptyState, ErrorState, Grid, Pane, Section, Tag, useFormat } from '#ui/index.ts'
import type { PlanList, PlanListed } from '../../contract.ts'
import { useName } from '../map/names.ts'
import { ClosureSheet } from './closure-sheet.tsx'
import { useEndClosure, usePlans, useStaff } from './plan-data.ts'
import './plans.css'

const tones = { published: 'success', draft: 'now', retired: 'neutral' } as const

/** The plans of every campus, what is closed now, and the ways to change both. */
export function Component() {
  const { t } = useTranslation('guidance')
  const { mayDraw } = useStaff()
  const read = usePlans()
  return (
    <Desk title={t('nav')} actions={mayDraw ? <Button icon="file" href="/plans/import">{t('staff.import')}</Button> : undefined}>
      <Pane label={t('nav')}>
        {read.isPending && <Bones cards={[2, 4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && <div className="stack"><Closed list={read.data} />{read.data.campuses.map((campus) => <Campus key={campus.id} campus={campus} plans={read.data.plans.filter((plan) => plan.campusId === campus.id)} mayDraw={mayDraw} />)}</div>}
      </Pane>
    </Desk>
  )
}

function Closed({ list }: { list: PlanList }) {
  const { t } = useTranslation('guidance')
  const format = useFormat()
  const [campusId, setCampus] = useState<number>()
  const end = useEndClosure()
  const published = list.campuses.filter((campus) => list.plans.some((plan) => plan.campusId === campus.id && plan.status === 'published'))
  const name = useName()
  const columns: Column<PlanList['closures'][number]>[] = [
    { key: 'what', title: t('staff.what'), rowHeader: true, cell: (row) => name(row) },
    { key: 'campus', title: t('staff.campus'), cell: (row) => list.campuses.find(({ id }) => id === row.campusId)?.name },
    { key: 'why', title: t('staff.why'), cell: (row) => row.reason },
    { key: 'until', title: t('staff.until'), cell: (row) => (row.untilAt ? `${format.day(row.untilAt)} ${format.time(row.untilAt)}` : t('staff.until-opened')) },
    { key: 'act', title: t('staff.act'), cell: (row) => <Button small kind="soft" busy={end.isPending && end.variables === row.id} onPress={() => end.mutate(row.id)}>{t('staff.open-again')}</Button> },
  ]
  return (
    <Section title={t('closed.title')} aside={<span className="row">{published.map((campus) => <Button key={campus.id} small icon="lock" onPress={() => setCampus(campus.id)}>{published.length > 1 ? t('staff.close-at', { name: campus.name }) : t('staff.close')}</Button>)}</span>}>
      <Grid caption={t('closed.title')} columns={columns} rows={list.closures} rowKey={(row) => row.id} empty={t('staff.all-open')} />
      {campusId !== undefined && <ClosureSheet campusId={campusId} onClose={() => setCampus(undefined)} />}
    </Section>
  )
}

function Campus({ campus, plans, mayDraw }: { campus: { id: number; name: string }; plans: readonly PlanListed[]; mayDraw: boolean }) {
  const { t } = useTranslation('guidance')
  const format = useFormat()
  const columns: Column<PlanListed>[] = [
    { key: 'version', title: t('staff.version'), rowHeader: true, cell: (row) => <>{t('staff.version-of', { version: row.version })} <Tag tone={tones[row.status]}>{t(`staff.status.${row.status}`)}</Tag></> },
    { key: 'source', title: t('staff.source'), cell: (row) => t(`staff.sources.${row.source}`) },
    { key: 'size', title: t('staff.size'), cell: (row) => t('staff.size-of', { levels: row.levels, units: row.units }) },
    { key: 'made', title: t('staff.changed'), cell: (row) => format.date(row.publishedAt ?? row.madeAt) },
  ]
  const has = plans.length > 0
  return (
    <Section title={campus.name} aside={has ? <span className="row">{mayDraw && <Button small icon="edit" href={`/plans/${campus.id}`}>{t('staff.edit')}</Button>}<Button small icon="qr" href={`/plans/${campus.id}/signs`}>{t('staff.signs')}</Button></span> : undefined}>
      {has ? <Grid caption={campus.name} columns={columns} rows={[...plans]} rowKey={(row) => row.version} /> : <EmptyState title={t('staff.no-plan')}>{t('staff.no-plan-body')}</EmptyState>}
    </Section>
  )
}
