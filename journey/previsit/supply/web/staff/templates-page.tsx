import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bones, Button, Buttons, EmptyState, ErrorState, List, ListItem, Pane, useFormat } from '#ui/index.ts'
import type { Edit, Setup, Template } from '../../contract.ts'
import { ApplyButton, ApplyError, ReasonField, useEditing } from './edit-form.tsx'
import { PlanView } from './plan-view.tsx'
import { useChosen, usePick, useTemplates } from './schedule-data.ts'
import { DepartmentChoice, type Done, ScheduleDesk } from './schedule-desk.tsx'
import { EndSheet, ExceptionSheet } from './template-sheets.tsx'
import { draftOf, emptyDraft, TemplateFields, type TemplateDraft, toBody, toChange } from './template-fields.tsx'

/** The weekly patterns of a department: chosen on the left, changed in the middle, and on the right what the change would do. */
export function Component() {
  const { t } = useTranslation('supply')
  const { search, change, setup, departmentId } = useChosen()
  const read = useTemplates(departmentId, departmentId !== '')
  const [done, setDone] = useState<Done>()
  const chosenId = search.get('template') ?? ''
  const template = read.data?.find((one) => String(one.id) === chosenId)
  return (
    <ScheduleDesk
      page="templates" panes="280px 1fr 350px" done={done} onDone={setDone}
      actions={<Button kind="primary" small icon="plus" onPress={() => change({ template: 'new' })}>{t('action.new-template')}</Button>}
    >
      <Pane label={t('templates.label')} paper head={<DepartmentChoice />}>
        {(read.isPending || setup.isPending) && <Bones cards={[3]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data?.length === 0 && <EmptyState title={t('templates.empty')}>{t('templates.empty-note')}</EmptyState>}
        {read.data && read.data.length > 0 && <TemplateList templates={read.data} chosen={chosenId} onChoose={(id) => change({ template: String(id) })} />}
      </Pane>
      {setup.data && (template || chosenId === 'new')
        ? <Editor key={`${chosenId} ${departmentId}`} template={template} setup={setup.data} departmentId={departmentId} onDone={(what) => { setDone(what); change({ template: '' }) }} onClose={() => change({ template: '' })} />
        : <><Pane label={t('sheet.template-edit')}><EmptyState title={t('templates.choose')} /></Pane><Pane label={t('plan.title')} paper><PlanView plan={undefined} isLooking={false} /></Pane></>}
    </ScheduleDesk>
  )
}

function TemplateList({ templates, chosen, onChoose }: { templates: readonly Template[]; chosen: string; onChoose: (id: number) => void }) {
  const { t } = useTranslation('supply')
  const format = useFormat()
  const pick = usePick()
  const weekdays = useWeekdays()
  return (
    <List label={t('templates.label')}>
      {templates.map((one) => (
        <ListItem
          key={one.id} selected={String(one.id) === chosen} onPress={() => onChoose(one.id)}
          title={<><b>{pick(one.practitionerName ?? one.serviceName, one.practitionerNameEn ?? one.serviceNameEn)}</b> {weekdays(one.weekdays)} {t(`half.${one.half}`)}</>}
          note={(
            <>
              {one.from}–{one.to}{one.room && ` · ${one.room}`} · {t('templates.pools', { units: Object.values(one.pools).reduce((all, count) => all + count, 0), minutes: one.periodMinutes })}<br />
              {one.validTo ? t('templates.between', { from: format.date(one.validFrom), to: format.date(one.validTo) }) : t('templates.from', { from: format.date(one.validFrom) })}
              {one.exceptions.length > 0 && <><br />{t('templates.exceptions', { days: one.exceptions.slice(0, 4).map((each) => format.date(each.day)).join('、') })}</>}
            </>
          )}
        />
      ))}
    </List>
  )
}

/** Every day, Monday to Friday, or one by one. */
function useWeekdays(): (days: readonly number[]) => string {
  const { t } = useTranslation('supply')
  return (days) => {
    const plain = days.filter((day) => day < 8)
    const isRun = plain.length > 2 && plain.at(-1)! - plain.at(0)! === plain.length - 1
    const run = isRun ? t('weekday.range', { from: t(`weekday.${plain[0]}`), to: t(`weekday.${plain.at(-1)}`) }) : plain.map((day) => t(`weekday.${day}`)).join(' ')
    return [plain.length === 7 ? t('weekday.daily') : run, days.includes(8) && t('weekday.8')].filter(Boolean).join(' ')
  }
}

function Editor({ template, setup, departmentId, onDone, onClose }: { template: Template | undefined; setup: Setup; departmentId: string; onDone: (done: Done) => void; onClose: () => void }) {
  const { t } = useTranslation('supply')
  const pick = usePick()
  const [draft, setDraft] = useState<TemplateDraft>(() => (template ? draftOf(template, setup.today) : emptyDraft(setup, departmentId)))
  const [sheet, setSheet] = useState<'end' | 'exception'>()
  const change = useEditing(editsOf(draft, template), onDone)
  return (
    <>
      <Pane
        label={t(template ? 'sheet.template-edit' : 'sheet.template-new')}
        head={<div className="row row--between"><h2>{template ? pick(template.serviceName, template.serviceNameEn) : t('sheet.template-new')}</h2>
          {template && <span className="supply-actions"><Button small onPress={() => setSheet('exception')}>{t('action.exceptions')}</Button><Button small kind="danger-line" onPress={() => setSheet('end')}>{t('action.end')}</Button></span>}</div>}
      >
        <TemplateFields draft={draft} onChange={setDraft} setup={setup} departmentId={departmentId} isNew={!template} />
      </Pane>
      <Pane label={t('plan.title')} paper head={<h2>{t('plan.title')}</h2>} foot={<Buttons><ApplyButton change={change} /><Button onPress={onClose}>{change.keep}</Button></Buttons>}>
        <PlanView plan={change.plan} isLooking={change.isLooking} />
        <ApplyError change={change} />
        <ReasonField value={change.reason} onChange={change.setReason} />
      </Pane>
      {sheet === 'end' && template && <EndSheet template={template} setup={setup} onClose={() => setSheet(undefined)} onDone={onDone} />}
      {sheet === 'exception' && template && <ExceptionSheet template={template} setup={setup} onClose={() => setSheet(undefined)} onDone={onDone} />}
    </>
  )
}

function editsOf(draft: TemplateDraft, template: Template | undefined): Edit[] | null {
  if (!template) {
    const body = toBody(draft)
    return body && draft.serviceId ? [{ kind: 'template-new', serviceId: Number(draft.serviceId), template: body }] : null
  }
  const change = toChange(draft, template)
  return change && draft.from ? [{ kind: 'template-change', templateId: template.id, from: draft.validFrom, change }] : null
}
