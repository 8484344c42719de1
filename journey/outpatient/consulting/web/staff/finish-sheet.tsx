import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem } from '#client/index.ts'
import { Alert, Button, Icon, Sheet, useFormat } from '#ui/index.ts'
import type { Desk } from '../../contract.ts'
import { useFocusFirst } from './use-focus-first.ts'
import type { NoteDraft } from './use-note-draft.ts'
import { useVisitActs } from './visit-data.ts'

/** Before signing: what is missing, or what will happen. Enter signs, Escape goes back to the note. */
export function FinishSheet(props: { desk: Desk; draft: NoteDraft; revisitAt?: string | undefined; onClose: () => void; onDone: () => void }) {
  const { desk, draft, revisitAt, onClose, onDone } = props
  const { t } = useTranslation('consulting')
  const format = useFormat()
  const [isSaving, setSaving] = useState(false)
  const { finish } = useVisitActs(desk.visit.visitId)
  const { name } = desk.patient
  const form = useFocusFirst<HTMLFormElement>()
  const missing = [...(draft.content.complaint.trim() ? [] : ['complaint']), ...(draft.content.diagnoses.length > 0 ? [] : ['diagnosis'])]
  if (missing.length > 0) {
    return (
      <Sheet title={t('finish.missing')} onClose={onClose}>
        <ul className="consulting-will">{missing.map((what) => <li key={what}><Icon name="alert" />{t(`finish.needs-${what}`)}</li>)}</ul>
        <div className="buttons"><Button kind="primary" onPress={onClose}>{t('finish.keep')}</Button></div>
      </Sheet>
    )
  }
  const total = desk.orders.reduce((sum, order) => sum + order.totalCents, 0)
  const will = [
    t('finish.signs'),
    t('finish.reads', { name }),
    desk.orders.length === 0 ? t('finish.no-orders') : t('finish.pays', { count: desk.orders.length, money: format.money(total) }),
    ...(revisitAt ? [t('finish.revisit', { when: format.dayTime(revisitAt) })] : []),
    t('finish.queue'),
  ]
  const sign = async () => {
    setSaving(true)
    try {
      const revision = await draft.flush()
      await finish.mutateAsync(revision)
      onDone()
    } catch (fault) {
      // The sheet shows what the server refused; a text changed elsewhere is settled in the note behind it.
      if (isProblem(fault, 'consulting.note-changed')) onClose()
    } finally {
      setSaving(false)
    }
  }
  return (
    <Sheet title={t('finish.title', { name })} onClose={onClose}>
      <form ref={form} onSubmit={(event) => { event.preventDefault(); void sign() }}>
        <h3 className="small muted">{t('finish.will')}</h3>
        <ul className="consulting-will">{will.map((words) => <li key={words}><Icon name="check" />{words}</li>)}</ul>
        {finish.isError && <Alert tone="warning">{finish.error.title || t('offline')}</Alert>}
        <div className="buttons">
          <Button kind="primary" type="submit" busy={isSaving || finish.isPending}>{t('finish.confirm')}</Button>
          <Button onPress={onClose}>{t('finish.keep')}</Button>
        </div>
      </form>
    </Sheet>
  )
}
