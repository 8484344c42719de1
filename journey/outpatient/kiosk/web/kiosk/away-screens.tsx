import { useTranslation } from 'react-i18next'
import { Alert, KioskIdentify, KioskTile, KioskTiles } from '#ui/index.ts'
import { AwayTaken } from './away-taken.tsx'
import { AwayVisits } from './away-view.tsx'
import { Frame } from './frame.tsx'
import type { Screen } from './screen.ts'
import type { ScreensProps } from './screens-props.ts'
import { AwayDepartments, ConfirmWalkIn } from './walk-in-alone.tsx'
import { STEPS, WAYS_ALONE } from './ways.ts'

/** The server is away: what still works here, and where everything else does. */
export function HomeAlone({ frame, go, waiting }: Pick<ScreensProps, 'frame' | 'go' | 'waiting'>) {
  const { t } = useTranslation('kiosk')
  return (
    <Frame {...frame} step="home" title={t('away.title')} lead={t('away.lead')}>
      <KioskIdentify title={t('kiosk.booked')} lead={t('away.documents')} ways={WAYS_ALONE.map(({ way, icon }) => ({ key: way, icon, label: t(`kiosk.way-${way}`), onPress: () => go({ at: 'enter', purpose: 'check-in', way }) }))} />
      <KioskTiles label={t('kiosk.services')}>
        <KioskTile icon="walk" title={t('kiosk.walk-in')} hint={t('away.walk-in-hint')} onPress={() => go({ at: 'choose', purpose: 'walk-in' })} />
        <KioskTile icon="building" title={t('prices.departments')} hint={t('prices.departments-hint')} onPress={() => go({ at: 'departments' })} />
      </KioskTiles>
      <Alert tone="warning" icon="refresh" title={t('away.keep-trying')}>{t('away.only')}{waiting > 0 && <><br />{t('away.queued', { count: waiting })}</>}</Alert>
    </Frame>
  )
}

type OfAlone = Extract<Screen, { at: `away${string}` }>

/** What a machine can do by itself, from the document to the paper. */
export function Alone({ screen, frame, go, take, here, devices }: ScreensProps & { screen: OfAlone }) {
  const { t } = useTranslation('kiosk')
  const booked = { ...frame, step: 'away', way: STEPS['check-in'] } as const
  const walkIn = { ...frame, step: 'away', way: STEPS['walk-in'] } as const
  switch (screen.at) {
    case 'away':
      return (
        <Frame {...booked} at="choose" title={t('away.known')} lead={t('away.known-note')}>
          <AwayVisits shown={screen.shown} take={take} onTaken={(entry, visit) => go({ at: 'away-taken', entry, visit })} onWalkIn={() => go({ at: 'away-department', shown: screen.shown })} />
        </Frame>
      )
    case 'away-department':
      return (
        <Frame {...walkIn} at="department" title={t('book.department')} lead={t('book.department-note')}>
          <AwayDepartments shown={screen.shown} onBooked={() => go({ at: 'away', shown: screen.shown })} onChoose={(department) => go({ at: 'away-confirm', shown: screen.shown, department })} />
        </Frame>
      )
    case 'away-confirm':
      return (
        <Frame {...walkIn} at="confirm" title={t('book.confirm')} lead={t('away.confirm-note')}>
          <ConfirmWalkIn shown={screen.shown} department={screen.department} take={take} onTaken={(entry) => go({ at: 'away-taken', entry, department: screen.department })} />
        </Frame>
      )
    case 'away-taken':
      return (
        <Frame {...(screen.department ? walkIn : booked)} at="ticket" onBack={undefined} title={t(screen.department ? 'away.walk-in-done' : 'away.done')} lead={t(screen.department ? 'away.walk-in-note' : 'away.done-note')}>
          <AwayTaken entry={screen.entry} visit={screen.visit} department={screen.department} here={here} devices={devices} />
        </Frame>
      )
  }
}
