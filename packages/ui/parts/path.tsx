import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export type StepState = 'done' | 'now' | 'next' | 'skipped'
export type Step = { key: string; state: StepState; label: ReactNode; note?: ReactNode; end?: ReactNode }

/** The line of a visit, standing: dot, label, place, time. `note` of a skipped step says why. */
export function Path({ steps, label }: { steps: Step[]; label?: string | undefined }) {
  const { t } = useTranslation('ui')
  return (
    <ol className="path" aria-label={label}>
      {steps.map((step) => (
        <li key={step.key} data-s={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <div className="path__row">
            <div><p className="path__label">{step.label}{step.state !== 'next' && <span className="sr"> {t(`step.${step.state}`)}</span>}</p>{step.note !== undefined && <p className="path__note">{step.note}</p>}</div>
            {step.end !== undefined && <div className="path__end">{step.end}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** The same line, lying: labels only, five steps at most. */
export function Steps({ steps, label }: { steps: Step[]; label: string }) {
  const { t } = useTranslation('ui')
  return (
    <ol className="steps" aria-label={label}>
      {steps.map((step) => (
        <li key={step.key} data-s={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          {step.label}{step.state !== 'next' && <span className="sr"> {t(`step.${step.state}`)}</span>}
        </li>
      ))}
    </ol>
  )
}
