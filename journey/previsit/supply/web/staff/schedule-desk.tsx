import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Anchor, Desk, Select, UndoBar } from '#ui/index.ts'
import { useChosen, usePick, useScheduleLive, useStaff, useTakeBack } from './schedule-data.ts'
import './supply.css'

const pages = ['calendar', 'templates', 'import', 'clinics', 'changes'] as const
type PageName = (typeof pages)[number]
const path = (page: PageName) => (page === 'calendar' ? '/schedules' : `/schedules/${page}`)

/** The frame of every page of the schedule: the doors between them, the department, and the way back after a change. */
export function ScheduleDesk(props: { page: PageName; panes: string; actions?: ReactNode; withDepartment?: boolean | undefined; done?: Done | undefined; onDone: (done: Done | undefined) => void; children: ReactNode }) {
  const { t } = useTranslation('supply')
  useScheduleLive()
  const staff = useStaff()
  const { search } = useChosen()
  const isOffice = staff?.roles.includes('manager') ?? false
  const department = search.get('department')
  return (
    <Desk
      title={t(`page.${props.page}`)} panes={props.panes} actions={props.actions}
      context={isOffice ? (
        <nav className="supply-tabs" aria-label={t('tabs')}>
          {pages.map((page) => (
            <Anchor key={page} href={`${path(page)}${department ? `?department=${department}` : ''}`} aria-current={page === props.page ? 'page' : undefined}>{t(`page.${page}`)}</Anchor>
          ))}
        </nav>
      ) : undefined}
    >
      {props.children}
      <After done={props.done} onDone={props.onDone} />
    </Desk>
  )
}

/** What was just done, in words; `changeId` where it can be taken back. */
export interface Done {
  readonly text: string
  readonly changeId?: string | undefined
}

/** Above the foot of the page, whose buttons it must not cover. */
function After({ done, onDone }: { done: Done | undefined; onDone: (done: Done | undefined) => void }) {
  const { t } = useTranslation('supply')
  const undo = useTakeBack()
  if (!done) return null
  const { changeId } = done
  const back = (id: string) => undo.mutate(id, { onSuccess: () => onDone({ text: t('done.taken-back') }), onError: (problem) => onDone({ text: problem.title }) })
  return (
    <div className="supply-after">
      {changeId === undefined
        ? <Notice key={done.text} text={done.text} onGone={() => onDone(undefined)} />
        : <UndoBar key={changeId} seconds={20} onUndo={() => back(changeId)} onGone={() => onDone(undefined)}>{done.text}</UndoBar>}
    </div>
  )
}

const NOTICE_MS = 5000

function Notice({ text, onGone }: { text: string; onGone: () => void }) {
  const gone = useEffectEvent(onGone)
  useEffect(() => {
    const timer = setTimeout(() => gone(), NOTICE_MS)
    return () => clearTimeout(timer)
  }, [])
  return <div className="undo" role="status"><span className="grow">{text}</span></div>
}

export function DepartmentChoice({ all }: { all?: boolean | undefined }) {
  const { t } = useTranslation('supply')
  const pick = usePick()
  const { departments, departmentId, change } = useChosen()
  return (
    <div className="supply-department">
      <Select
        label={<span className="sr">{t('filter.department')}</span>} value={departmentId} onChange={(department) => change({ department, session: '' })}
        options={departments.map((one) => ({ value: String(one.id), label: pick(one.name, one.nameEn) }))} {...(all ? { empty: t('filter.all') } : {})}
      />
    </div>
  )
}
