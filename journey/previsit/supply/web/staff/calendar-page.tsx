import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, EmptyState, ErrorState, IconButton, Pane, Segmented, useFormat } from '#ui/index.ts'
import type { Calendar, CalendarSession } from '../../contract.ts'
import { addDays, addMonths, mondayOf, monthSpan } from './days.ts'
import { type Act, DetailPane } from './detail-pane.tsx'
import { MonthGrid } from './month-grid.tsx'
import { useCalendar, useChosen, useNarrow, usePick } from './schedule-data.ts'
import { DepartmentChoice, type Done, ScheduleDesk } from './schedule-desk.tsx'
import type { Picking } from './session-card.tsx'
import { AddSheet, ChangeSheet, CloseSheet, MoveSheet, SubstituteSheet } from './session-sheets.tsx'
import { Agenda, type RowOfGrid, WeekGrid } from './week-grid.tsx'

type Open = { act: Act; sessions: readonly CalendarSession[]; day?: string | undefined; serviceId?: number | undefined } | { act: 'add'; day: string; serviceId?: number | undefined }

/** Who sees patients when: the week, the month, and one session close up. */
export function Component() {
  const { t } = useTranslation('supply')
  const narrow = useNarrow()
  const { search, change, setup, departmentId } = useChosen()
  const today = setup.data?.today ?? ''
  const view = search.get('view') === 'month' ? 'month' : 'week'
  const day = search.get('day') ?? today
  const month = day ? monthSpan(day) : { first: '', from: '', to: '' }
  const span = view === 'month' ? month : { from: day && mondayOf(day), to: day && addDays(mondayOf(day), 6) }
  const read = useCalendar(span.from, span.to, departmentId, today !== '')
  const [chosenId, setChosen] = useState<number>()
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set())
  const [dragged, setDragged] = useState<CalendarSession>()
  const [open, setOpen] = useState<Open>()
  const [done, setDone] = useState<Done>()
  const calendar = read.data
  const rows = useRows(calendar)
  const chosen = calendar?.sessions.find((session) => session.id === chosenId)
  const mayChange = calendar?.mayChange ?? false
  const picking: Picking = {
    chosen: chosenId, marked, mayChange, onChoose: (session) => setChosen(session.id === chosenId ? undefined : session.id),
    onMark: ({ id }) => setMarked((old) => new Set(old.has(id) ? [...old].filter((each) => each !== id) : [...old, id])),
    onDragStart: setDragged, onDragEnd: () => setDragged(undefined),
  }
  const drop = (session: CalendarSession, to: string, row: RowOfGrid) => {
    setDragged(undefined)
    setChosen(session.id)
    if (row.practitionerId !== session.practitionerId && row.practitionerId !== null) setOpen({ act: 'substitute', sessions: [session], serviceId: row.serviceId })
    else setOpen({ act: 'move', sessions: [session], day: to })
  }
  const markedSessions = calendar?.sessions.filter((session) => marked.has(session.id)) ?? []
  return (
    <ScheduleDesk
      page="calendar" panes={narrow || view === 'month' ? '1fr' : '1fr 330px'} done={done} onDone={setDone}
      actions={mayChange && <Button kind="primary" small icon="plus" onPress={() => setOpen({ act: 'add', day: day < today ? today : day })}>{t('action.add')}</Button>}
    >
      <Pane
        label={t('page.calendar')} flush
        head={<Toolbar view={view} day={day} today={today} span={span} departmentId={departmentId} onChange={change} withDepartment={mayChange} />}
        foot={calendar && <Foot calendar={calendar} marked={markedSessions.length} onEdit={() => setOpen({ act: 'change', sessions: markedSessions })} onClose={() => setOpen({ act: 'close', sessions: markedSessions })} onClear={() => setMarked(new Set())} />}
      >
        {(read.isPending || setup.isPending) && <Bones cards={[4, 4]} />}
        {(read.isError || setup.isError) && <ErrorState problem={(read.error ?? setup.error) as never} onRetry={() => void read.refetch()} />}
        {calendar && calendar.unpublishedYears.length > 0 && <Alert tone="warning" title={t('unpublished.title', { years: calendar.unpublishedYears.join('、') })}>{t('unpublished.body')}</Alert>}
        {calendar && view === 'month' && <MonthGrid calendar={calendar} month={month.first.slice(0, 7)} today={today} onDay={(to) => change({ view: '', day: to })} />}
        {calendar && view === 'week' && calendar.sessions.length === 0 && <EmptyState title={t('grid.empty')}>{t('grid.empty-note')}</EmptyState>}
        {calendar && view === 'week' && calendar.sessions.length > 0 && (narrow
          ? <Agenda calendar={calendar} today={today} picking={picking} />
          : <WeekGrid calendar={calendar} rows={rows} today={today} picking={picking} dragged={dragged} onDrop={drop} onAdd={(at, row) => setOpen({ act: 'add', day: at, serviceId: row.serviceId })} />)}
      </Pane>
      {view === 'week' && (!narrow || chosen) && <DetailPane session={chosen} mayChange={mayChange} onAct={(act) => chosen && setOpen({ act, sessions: [chosen] })} suspendHref={chosen ? `/suspensions?session=${chosen.id}&day=${chosen.day}` : '/suspensions'} />}
      {open && setup.data && <OpenSheet open={open} setup={setup.data} departmentId={departmentId} onClose={() => setOpen(undefined)} onDone={(what) => { setDone(what); setMarked(new Set()) }} />}
    </ScheduleDesk>
  )
}

function OpenSheet({ open, departmentId, ...rest }: { open: Open; departmentId: string } & Omit<Parameters<typeof AddSheet>[0], 'departmentId' | 'day' | 'serviceId'>) {
  if (open.act === 'add') return <AddSheet departmentId={departmentId} day={open.day} serviceId={open.serviceId} {...rest} />
  const [session] = open.sessions
  if (!session) return null
  if (open.act === 'change') return <ChangeSheet sessions={open.sessions} {...rest} />
  if (open.act === 'close') return <CloseSheet sessions={open.sessions} {...rest} />
  if (open.act === 'substitute') return <SubstituteSheet session={session} serviceId={open.serviceId} {...rest} />
  return <MoveSheet session={session} day={open.day} {...rest} />
}

/** One row for each doctor; clinics without one have a row of their own. */
function useRows(calendar: Calendar | undefined): RowOfGrid[] {
  const { t } = useTranslation('supply')
  const pick = usePick()
  return useMemo(() => {
    const groups = Map.groupBy(calendar?.sessions ?? [], (session) => (session.practitionerId === null ? `clinic ${session.serviceId}` : `doctor ${session.practitionerId}`))
    return [...groups].map(([key, sessions]) => {
      const [first] = sessions
      const clinics = [...new Set(sessions.map((session) => t(`kind.${session.kind}`)))].join('、')
      const isDoctor = first!.practitionerId !== null
      return {
        key, sessions, serviceId: first!.serviceId, practitionerId: first!.practitionerId,
        name: isDoctor ? pick(first!.practitionerName, first!.practitionerNameEn) : pick(first!.serviceName, first!.serviceNameEn), note: isDoctor ? clinics : t('grid.on-duty'),
      }
    }).sort((a, b) => Number(a.practitionerId === null) - Number(b.practitionerId === null) || a.serviceId - b.serviceId)
  }, [calendar, pick, t])
}

function Toolbar({ view, day, today, span, departmentId, onChange, withDepartment }: {
  view: 'week' | 'month'; day: string; today: string; span: { from: string; to: string }; departmentId: string; onChange: (values: Record<string, string>) => void; withDepartment: boolean
}) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  if (!day) return null
  const go = (by: number) => onChange({ day: view === 'week' ? addDays(day, 7 * by) : addMonths(day, by) })
  const said = (at: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(format.language === 'en' ? 'en-GB' : 'zh-CN', { timeZone: 'Asia/Shanghai', ...options }).format(new Date(`${at}T12:00:00+08:00`))
  const title = view === 'week' ? `${said(span.from, { month: 'short', day: 'numeric' })} – ${said(span.to, { month: 'short', day: 'numeric' })}` : said(day, { year: 'numeric', month: 'long' })
  return (
    <div className="supply-toolbar">
      <h2>{title}</h2>
      <span className="row">
        <IconButton icon="left" label={t(`period.previous-${view}`)} onPress={() => go(-1)} />
        <IconButton icon="right" label={t(`period.next-${view}`)} onPress={() => go(1)} />
        <Button small onPress={() => onChange({ day: today })}>{t('period.today')}</Button>
      </span>
      <Segmented label={t('view.label')} value={view} onChange={(next) => onChange({ view: next === 'month' ? 'month' : '' })} options={[{ value: 'week', label: t('view.week') }, { value: 'month', label: t('view.month') }]} />
      {withDepartment && <DepartmentChoice />}
      <span className="grow" />
      <Button small icon="file" href={`/api/supply/export/calendar?from=${span.from}&to=${span.to}${departmentId ? `&departmentId=${departmentId}` : ''}`} target="_blank">{t('action.export')}</Button>
      <Button small icon="print" onPress={() => window.print()}>{t('action.print')}</Button>
    </div>
  )
}

function Foot({ calendar, marked, onEdit, onClose, onClear }: { calendar: Calendar; marked: number; onEdit: () => void; onClose: () => void; onClear: () => void }) {
  const { t } = useTranslation('supply')
  const sum = (key: 'units' | 'taken') => calendar.sessions.reduce((all, session) => all + session[key], 0)
  const pools = [...new Set(calendar.sessions.flatMap((session) => session.pools.filter((pool) => pool.units > 0).map((pool) => pool.code)))]
  if (marked > 0) {
    return (
      <div className="row supply-marked" role="status">
        <b>{t('grid.selected', { count: marked })}</b>
        <Button small kind="primary" onPress={onEdit}>{t('action.edit-many')}</Button>
        <Button small onPress={onClose}>{t('action.close')}</Button>
        <Button small kind="quiet" onPress={onClear}>{t('grid.clear')}</Button>
      </div>
    )
  }
  return (
    <>
      <span className="small">{t('grid.total', { sessions: calendar.sessions.length, units: sum('units'), taken: sum('taken') })}</span>
      <span className="grow" />
      <ul className="supply-legend" aria-label={t('grid.legend')}>{pools.map((code) => <li key={code}><i className="dot" data-pool={code} />{t(`pool.${code}`)}</li>)}</ul>
    </>
  )
}
