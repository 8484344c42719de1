import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Icon, useFormat } from '#ui/index.ts'
import { NOTE_PARTS } from '../../contract.ts'
import type { NoteDraft } from './use-note-draft.ts'

/** Whether what is on the screen is kept: a calm line, spoken only when it matters. */
export function DraftStatus({ state }: { state: NoteDraft['state'] }) {
  const { t } = useTranslation('consulting')
  const format = useFormat()
  if (state.kind === 'conflict') return null
  if (state.kind === 'unsaved') {
    const words = state.problem.status === 0 || state.problem.status >= 500 ? t('draft.unsaved') : state.problem.title
    return <output className="row small consulting-unsaved"><Icon name="alert" size={16} />{words}</output>
  }
  const words = state.kind === 'saved' ? t('draft.saved', { time: format.time(state.at) }) : t(`draft.${state.kind}`)
  return <span className="row caption muted" data-testid="draft-status"><Icon name={state.kind === 'saved' ? 'check' : 'edit'} size={16} />{words}</span>
}

/** Another page saved this note too: both texts exist, and a person chooses. */
export function DraftConflict({ draft }: { draft: NoteDraft }) {
  const { t } = useTranslation('consulting')
  const [isShown, setShown] = useState(false)
  if (draft.state.kind !== 'conflict') return null
  const { theirs } = draft.state
  return (
    <Alert
      tone="warning" title={t('draft.conflict-title')}
      action={<>
        <Button small kind="soft" onPress={draft.keepMine}>{t('draft.keep-mine')}</Button>
        <Button small onPress={draft.takeTheirs}>{t('draft.take-theirs')}</Button>
        <Button small kind="quiet" onPress={() => setShown(!isShown)}>{t('draft.theirs')}</Button>
      </>}
    >
      {t('draft.conflict')}
      {isShown && (
        <dl className="consulting-theirs small">
          {NOTE_PARTS.filter((part) => theirs[part] !== draft.content[part]).map((part) => <div key={part}><dt className="muted">{t(`note.${part}`)}</dt><dd>{theirs[part] || t('note.empty-part')}</dd></div>)}
        </dl>
      )}
    </Alert>
  )
}
