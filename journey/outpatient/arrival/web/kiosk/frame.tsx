import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Kiosk, Sheet } from '#ui/index.ts'
import type { KioskHere } from '../../contract.ts'
import { useNames } from '../names.ts'

/** What every screen of the machine has: where it stands, the way out, and the warning before it forgets the person. */
export function Frame(props: { here: KioskHere | undefined; title: string; lead?: ReactNode; idle: { secondsLeft: number | null; stay: () => void }; onHome: (() => void) | undefined; children: ReactNode }) {
  const { t } = useTranslation('arrival')
  const names = useNames()
  const { secondsLeft } = props.idle
  return (
    <>
      <Kiosk place={props.here ? names.of(props.here.institution) : t('kiosk.hall')} machine={props.here?.machine ?? ''} title={props.title} lead={props.lead} note={t('kiosk.note')}>
        {props.children}
        {props.onHome && <Button block icon="home" onPress={props.onHome}>{t('kiosk.end')}</Button>}
      </Kiosk>
      {secondsLeft !== null && (
        <Sheet title={t('kiosk.still-here')} onClose={props.idle.stay}>
          <div className="stack"><p role="status">{t('kiosk.wipe-in', { seconds: secondsLeft })}</p><Button kind="primary" block onPress={props.idle.stay}>{t('kiosk.stay')}</Button></div>
        </Sheet>
      )}
    </>
  )
}
