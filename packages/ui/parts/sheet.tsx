import { useEffectEvent, useId, useLayoutEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './button.tsx'
import type { ButtonKind } from './button.tsx'

/**
 * Confirms one act. The browser's own dialog: it traps focus, closes on Escape and gives focus back.
 * Mount it when it is open; `onClose` unmounts it.
 */
export function Sheet({ title, children, onClose }: { title: ReactNode; children: ReactNode; onClose: () => void }) {
  const { t } = useTranslation('ui')
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const close = useEffectEvent(onClose)
  // Before the dialog leaves the page, not after: only then does closing give the focus back.
  useLayoutEffect(() => {
    const opened = dialog.current
    if (!opened) return undefined
    if (!opened.open) opened.showModal()
    // A press beside the sheet closes it too; the keyboard has Escape, everybody has the cross.
    const beside = (event: MouseEvent) => { if (event.target === opened) close() }
    const escape = (event: Event) => { event.preventDefault(); close() }
    opened.addEventListener('click', beside)
    opened.addEventListener('cancel', escape)
    return () => {
      opened.removeEventListener('click', beside)
      opened.removeEventListener('cancel', escape)
      opened.close()
    }
  }, [])
  return (
    <dialog ref={dialog} className="sheet" aria-labelledby={id}>
      <div className="sheet__head"><h2 id={id}>{title}</h2><IconButton icon="x" label={t('close')} onPress={onClose} /></div>
      <div className="sheet__body">{children}</div>
    </dialog>
  )
}

/** Only when an act is hard to undo. Both buttons name what they do; there is no yes and no. */
export function ConfirmDialog(props: {
  title: ReactNode; children?: ReactNode; confirm: ReactNode; keep: ReactNode; kind?: ButtonKind | undefined
  busy?: boolean | undefined; error?: ReactNode; onConfirm: () => void; onKeep: () => void
}) {
  return (
    <Sheet title={props.title} onClose={props.onKeep}>
      {props.children}
      {props.error}
      <div className="buttons">
        <Button kind={props.kind ?? 'danger-line'} busy={props.busy} onPress={props.onConfirm}>{props.confirm}</Button>
        <Button onPress={props.onKeep}>{props.keep}</Button>
      </div>
    </Sheet>
  )
}
