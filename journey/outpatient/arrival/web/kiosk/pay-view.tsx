import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toDataURL } from 'qrcode'
import { Card, EmptyState, useFormat } from '#ui/index.ts'
import type { KioskPerson } from '../../contract.ts'
import { useNames } from '../names.ts'

/** The machine never shows an amount to the hall: the bill opens on the patient's own phone, or at a window with cash. */
export function PayView({ persons, institutionId }: { persons: KioskPerson[]; institutionId: number }) {
  const { t } = useTranslation('arrival')
  const visits = persons.flatMap((person) => person.visits)
  if (visits.length === 0) return <EmptyState title={t('kiosk.no-bill')}>{t('kiosk.no-bill-note')}</EmptyState>
  return <>{visits.map((visit) => <BillCode key={visit.visitId} visit={visit} address={`${location.origin}/bills/${institutionId}/${visit.visitId}`} />)}</>
}

function BillCode({ visit, address }: { visit: KioskPerson['visits'][number]; address: string }) {
  const { t } = useTranslation('arrival')
  const format = useFormat()
  const names = useNames()
  const code = useQuery({ queryKey: ['arrival', 'bill-code', address], gcTime: 0, queryFn: () => toDataURL(address, { margin: 1, width: 480 }) })
  return (
    <Card>
      <p><b>{names.of(visit.department)}</b> {format.timeRange(visit.startsAt, visit.endsAt)}</p>
      {code.data && <img className="arrival-code" src={code.data} alt={t('kiosk.bill-code')} width={480} height={480} />}
      <p>{t('kiosk.bill-how')}</p>
    </Card>
  )
}
