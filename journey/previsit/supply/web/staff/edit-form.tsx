import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Buttons, Sheet, TextField } from '#ui/index.ts'
import type { Edit } from '../../contract.ts'
import { PlanView } from './plan-view.tsx'
import { useApply, usePreview } from './schedule-data.ts'
import type { Done } from './schedule-desk.tsx'

/** Fields on one side, what they would do on the other, and one act: the same for every change of the schedule. */
export function EditSheet(props: { title: string; note?: string | undefined; edits: Edit[] | null; onClose: () => void; onDone: (done: Done) => void; children?: ReactNode }) {
  const change = useEditing(props.edits, (done) => { props.onDone(done); props.onClose() })
  return (
    <Sheet title={props.title} onClose={props.onClose}>
      {props.note !== undefined && <p className="small muted">{props.note}</p>}
      <div className="supply-edit">
        <div className="stack">{props.children}<ReasonField value={change.reason} onChange={change.setReason} /></div>
        <section className="well" aria-label={change.title}><PlanView plan={change.plan} isLooking={change.isLooking} /></section>
      </div>
      <div className="supply-edit__acts">
        <ApplyError change={change} />
        <Buttons><ApplyButton change={change} /><Button onPress={props.onClose}>{change.keep}</Button></Buttons>
      </div>
    </Sheet>
  )
}

export type Editing = ReturnType<typeof useEditing>

export function useEditing(edits: Edit[] | null, onDone: (done: Done) => void) {
  const { t } = useTranslation('supply')
  const [reason, setReason] = useState('')
  const preview = usePreview(edits)
  const apply = useApply()
  const { plan } = preview
  const isReady = plan !== undefined && !preview.isLooking && plan.problems.length === 0
  const go = () => {
    if (!edits || !plan || !isReady) return
    apply.mutate({ edits, seen: plan.seen, reason }, {
      onSuccess: (applied) => { apply.reset(); onDone({ text: t('done.applied'), changeId: applied.mayTakeBack ? applied.changeId : undefined }) },
      // What it would do now is another thing than what was shown: look again before pressing again.
      onError: () => preview.again(),
    })
  }
  return { ...preview, reason, setReason, isReady, go, busy: apply.isPending, refused: apply.error, title: t('plan.title'), keep: t('action.keep'), words: t('action.apply') }
}

export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('supply')
  return <TextField label={t('field.reason')} hint={t('field.reason-hint')} value={value} onChange={onChange} maxLength={300} />
}

export function ApplyButton({ change }: { change: Editing }) {
  return <Button kind="primary" busy={change.busy} disabled={!change.isReady} onPress={change.go}>{change.words}</Button>
}

export function ApplyError({ change }: { change: Editing }) {
  const { t } = useTranslation('supply')
  const problem = change.refused ?? change.error
  if (!problem) return null
  return problem.code === 'supply.preview-outdated'
    ? <Alert tone="warning" title={t('done.outdated')} />
    : <Alert tone="danger" title={problem.title} />
}
