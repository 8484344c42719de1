import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'
import { useChrome } from './chrome.tsx'
import type { SpokenKind } from './spoken.ts'

const VoiceSheet = lazy(async () => ({ default: (await import('./voice-sheet.tsx')).VoiceSheet }))

/** Say it instead of typing it. What was understood is shown and confirmed first; where the device cannot listen, the same door takes typing. */
export function VoiceButton({ label, kind, onSaid }: { label: string; kind: SpokenKind; onSaid: (value: string) => void }) {
  const { t } = useTranslation('ui')
  const { voice } = useChrome()
  const [isOpen, setOpen] = useState(false)
  if (!voice) return null
  return (
    <>
      <IconButton icon="mic" label={t('voice.say', { what: label })} onPress={() => setOpen(true)} />
      {isOpen && <Suspense><VoiceSheet label={label} kind={kind} onSaid={onSaid} onClose={() => setOpen(false)} /></Suspense>}
    </>
  )
}
