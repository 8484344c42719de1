import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsOwnClock, useServerNow } from '#client/index.ts'
import { Button, Kiosk, Sheet } from '#ui/index.ts'
import type { HelpStep, KioskHere } from '../../contract.ts'
import { useNames } from '../names.ts'
import { useStep } from './step.ts'

export type StepKey = 'identify' | 'choose' | 'ticket' | 'department' | 'doctor' | 'time' | 'confirm' | 'amount' | 'pay' | 'paper' | 'look'

export interface FrameParts {
  readonly here: KioskHere | undefined
  readonly idle: { readonly secondsLeft: number | null; readonly stay: () => void }
  readonly onBack: (() => void) | undefined
  readonly onHome: (() => void) | undefined
}

interface Props extends FrameParts {
  readonly title: string
  readonly lead?: ReactNode
  readonly step: HelpStep
  /** The whole way, and where on it this screen is. */
  readonly way?: readonly StepKey[] | undefined
  readonly at?: StepKey | undefined
  readonly children: ReactNode
}

/** What every screen of the machine has: where it stands, how far one is, back, the way out, and the warning before it forgets. */
export function Frame({ here, idle, onBack, onHome, title, lead, step, way, at, children }: Props) {
  const { t } = useTranslation('kiosk')
  const names = useNames()
  const { secondsLeft, stay } = idle
  const now = useServerNow(5_000)
  const isOwnClock = useIsOwnClock()
  useStep(step)
  return (
    <>
      <Kiosk place={here ? names.of(here.institution) : t('kiosk.hall')} machine={here?.machine ?? ''} now={now} isOwnClock={isOwnClock} title={title} lead={lead} note={t('kiosk.note')}>
        {way && at && <Progress way={way} at={at} />}
        {children}
        {(onBack ?? onHome) && (
          <div className="kiosk-ways-out">
            {onBack && <Button icon="left" onPress={onBack}>{t('kiosk.back')}</Button>}
            {onHome && <Button icon="home" onPress={onHome}>{t('kiosk.end')}</Button>}
          </div>
        )}
      </Kiosk>
      {secondsLeft !== null && (
        <Sheet title={t('kiosk.still-here')} onClose={stay}>
          <div className="stack kiosk-warning">
            <p className="kiosk-count" aria-hidden="true">{secondsLeft}</p>
            <p role="status">{t('kiosk.wipe-in', { seconds: secondsLeft, count: secondsLeft })}</p>
            <Button kind="primary" block onPress={stay}>{t('kiosk.stay')}</Button>
          </div>
        </Sheet>
      )}
    </>
  )
}

function Progress({ way, at }: { way: readonly StepKey[]; at: StepKey }) {
  const { t } = useTranslation('kiosk')
  const now = way.indexOf(at)
  const next = way[now + 1]
  return (
    <div className="kiosk-progress">
      <p>{t('steps.of', { n: now + 1, all: way.length, what: t(`steps.${at}`) })}</p>
      <div aria-hidden="true">{way.map((key, i) => <i key={key} data-s={i < now ? 'done' : i === now ? 'now' : 'next'} />)}</div>
      {next && <p className="muted">{t('steps.next', { what: t(`steps.${next}`) })}</p>}
    </div>
  )
}
