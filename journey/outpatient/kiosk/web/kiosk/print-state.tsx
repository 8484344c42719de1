import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button } from '#ui/index.ts'
import type { AskPrint } from '../../contract.ts'
import type { Devices } from './devices.ts'
import type { Printing } from './use-print.ts'

/** What the printer does, in words, and the button that fits: print, again, or what else there is. */
export function PrintState({ devices, printing, wanted, more }: { devices: Devices; printing: Printing; wanted: AskPrint; more?: ReactNode }) {
  const { t } = useTranslation('kiosk')
  const { state } = printing
  const isBusy = state === 'asked' || state === 'printing'
  if (state === undefined && !devices.canPrint) return <><NoPaper devices={devices} />{more && <div className="kiosk-beside">{more}</div>}</>
  return (
    <div className="stack" role="status">
      {isBusy && <Alert icon="print" title={t(`print.${state}`)} />}
      {state === 'printed' && <Alert tone="success" icon="check" title={t('print.printed')} />}
      {(state === 'paper-out' || state === 'jam' || state === 'given-up') && <Alert tone="warning" title={t(`print.${state}`)}>{t('print.paper-out-note')}</Alert>}
      <div className="kiosk-beside">
        <Button kind={state === undefined ? 'primary' : 'outline'} block icon="print" busy={isBusy} onPress={() => printing.print(wanted)}>
          {t(state === undefined ? 'print.do' : state === 'printed' ? 'print.again' : 'print.try')}
        </Button>
        {more}
      </div>
    </div>
  )
}

/** Said before anything begins: whoever needs the paper goes to the next machine. */
export function NoPaper({ devices }: { devices: Devices }) {
  const { t } = useTranslation('kiosk')
  if (devices.state === undefined || devices.canPrint) return null
  return <Alert tone="warning" icon="print" title={t(devices.state.printer === 'jam' ? 'kiosk.jam' : 'kiosk.paper-out')}>{t('kiosk.paper-out-note')}</Alert>
}
