import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Card, EmptyState, KioskTile, KioskTiles, useFormat } from '#ui/index.ts'
import type { IconName } from '#ui/index.ts'
import type { Printable } from '../../contract.ts'
import type { Devices } from './devices.ts'
import { NoPaper, PrintState } from './print-state.tsx'
import { asked, type AtKiosk } from './session.ts'
import { usePrint } from './use-print.ts'

const ICONS: Readonly<Record<Printable['kind'], IconName>> = { ticket: 'qr', receipt: 'receipt', report: 'steth' }

/** What there is of them here to be printed: one touch each. */
export function PrintView({ at, devices }: { at: AtKiosk; devices: Devices }) {
  const { t, i18n } = useTranslation('kiosk')
  const format = useFormat()
  const printing = usePrint(at, devices)
  const [chosen, setChosen] = useState<Printable>()
  const read = useQuery({ queryKey: ['kiosk', 'printables', at.session], gcTime: 0, queryFn: () => api.get<Printable[]>('/api/kiosk/printables', asked(at)) })
  if (read.isPending) return <Bones cards={[3]} />
  if (read.isError) return <Alert tone="warning" title={read.error.title || t('kiosk.no-network')}>{t('kiosk.ask-desk')}</Alert>
  if (read.data.length === 0) return <EmptyState title={t('print.none')}>{t('print.none-note')}</EmptyState>
  const isBusy = printing.state === 'asked' || printing.state === 'printing'
  return (
    <>
      <NoPaper devices={devices} />
      {chosen && printing.state && <Card label={t(`print.kind-${chosen.kind}`)}><PrintState devices={devices} printing={printing} wanted={chosen} /></Card>}
      <KioskTiles label={t('print.title')}>
        {read.data.map((one) => (
          <KioskTile
            key={`${one.kind} ${one.visitId}`} icon={ICONS[one.kind]} title={t(`print.kind-${one.kind}`)} hint={`${(i18n.language === 'en' && one.titleEn) || one.title} ${format.dayTime(one.at)}`}
            {...(devices.canPrint ? { onPress: () => { if (!isBusy) { setChosen(one); printing.print({ kind: one.kind, visitId: one.visitId }) } } } : { closed: t('print.paper-out') })}
          />
        ))}
      </KioskTiles>
    </>
  )
}
