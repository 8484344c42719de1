import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName, Pane, useHotkey } from '#ui/index.ts'
import { contactKinds, type NewContact } from '../../contract.ts'
import { AdviceForm } from './advice-form.tsx'
import { BookingForm } from './booking-form.tsx'
import { ComplaintForm } from './complaint-form.tsx'
import type { Done } from './forms.ts'
import { GuidanceForm } from './guidance-form.tsx'
import { LendForm } from './lend-form.tsx'
import { OtherForm } from './other-form.tsx'
import type { Here } from './who-pane.tsx'

type Kind = NewContact['kind']
const icons: Record<Kind, IconName> = { guidance: 'route', advice: 'info', booking: 'calendar', complaint: 'chat', loan: 'access', other: 'hand' }
const forms = { guidance: GuidanceForm, advice: AdviceForm, booking: BookingForm, complaint: ComplaintForm, loan: LendForm, other: OtherForm }

/** What they need: six doors, each with its own short way to "done". */
export function AskPane({ person, startedAt, onDone }: { person: Here | undefined; startedAt: number; onDone: (done: Done) => void }) {
  const { t } = useTranslation('servicedesk')
  const [kind, setKind] = useState<Kind>('guidance')
  const minutes = useMinutesSince(startedAt)
  const Form = forms[kind]
  return (
    <Pane label={t('ask.title')} head={<h2>{t('ask.title')}</h2>}>
      <div className="sd-kinds" role="group" aria-label={t('ask.title')}>
        {contactKinds.map((one, at) => <KindButton key={one} kind={one} number={at + 1} pressed={one === kind} onPress={() => setKind(one)} />)}
      </div>
      <Form person={person} minutes={minutes} onDone={onDone} />
    </Pane>
  )
}

function KindButton({ kind, number, pressed, onPress }: { kind: Kind; number: number; pressed: boolean; onPress: () => void }) {
  const { t } = useTranslation('servicedesk')
  useHotkey(String(number), onPress)
  return <button type="button" aria-pressed={pressed} aria-keyshortcuts={String(number)} onClick={onPress}><Icon name={icons[kind]} size={20} /><span>{t(`kind.${kind}`)} <span className="kbd" aria-hidden="true">{number}</span></span></button>
}

/** Half minutes, at least one half: what it took until now. */
function useMinutesSince(startedAt: number): number {
  const [now, setNow] = useState(startedAt)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5000)
    return () => clearInterval(timer)
  }, [])
  return Math.min(600, Math.max(0.5, Math.round((now - startedAt) / 30_000) / 2))
}
