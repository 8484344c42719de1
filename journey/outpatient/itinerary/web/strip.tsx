import { useTranslation } from 'react-i18next'
import { Path, useFormat } from '#ui/index.ts'
import type { Step as Line } from '#ui/index.ts'
import type { Itinerary, Step } from '../contract.ts'
import { useStepWords } from './use-day.ts'

/** What is now and what comes next of a day, in a few lines, with the time everything is done. */
export function Strip({ day, most = 4 }: { day: Itinerary; most?: number }) {
  const { t } = useTranslation('itinerary')
  const format = useFormat()
  const words = useStepWords()
  const ahead = day.steps.filter((step) => step.state !== 'done' && step.kind !== 'walk').slice(0, most)
  if (ahead.length === 0) return null
  return (
    <div className="stack">
      <Path label={t('strip.label')} steps={ahead.map((step) => line(step, words, format))} />
      {day.endsAround && <p><strong>{t(day.endsAround.of === 'doctor' ? 'strip.ends-doctor' : 'strip.ends', { from: format.time(day.endsAround.fromAt), to: format.time(day.endsAround.toAt) })}</strong></p>}
    </div>
  )
}

function line(step: Step, words: ReturnType<typeof useStepWords>, format: ReturnType<typeof useFormat>): Line {
  return {
    key: step.id, state: step.state === 'now' ? 'now' : 'next', label: words.title(step), note: [words.place(step), words.why(step)].filter(Boolean).join(' '),
    end: format.time(step.fromAt),
  }
}
