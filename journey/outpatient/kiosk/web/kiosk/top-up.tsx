import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Payment } from '#journey/throughout/billing/contract.ts'
import { api } from '#client/index.ts'
import type { Problem } from '#client/index.ts'
import { Alert, Button, KioskTile, KioskTiles, useFormat } from '#ui/index.ts'
import type { KioskBills, KioskTopUp, StartCash } from '../../contract.ts'
import type { Devices } from './devices.ts'
import { asked, type AtKiosk } from './session.ts'
import { UnderWay } from './under-way.tsx'

const AMOUNTS = [5_000, 10_000, 20_000, 50_000, 100_000, 200_000] as const

export const FOR_BALANCE: StartCash = { expectedCents: 0 }

interface Props {
  readonly at: AtKiosk
  readonly devices: Devices
  readonly cents: number | undefined
  readonly onCents: (cents: number) => void
  readonly onCash: (broker: string) => void
  readonly onBusy: (isBusy: boolean) => void
  readonly onDone: (cents: number) => void
}

/** Money put aside by code: how much, how, and then the code. With notes it is as much as they put in. */
export function TopUp({ at, devices, cents, onCents, onCash, onBusy, onDone }: Props) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const [payment, setPayment] = useState<Payment>()
  const { notesAt } = devices
  const cash = (note: string) => <KioskTile icon="cash" title={t('top-up.cash')} hint={note} {...(notesAt === undefined ? { closed: t('top-up.cash-where') } : { onPress: () => onCash(notesAt) })} />
  useEffect(() => () => onBusy(false), [onBusy])
  const bills = useQuery({ queryKey: ['kiosk', 'bills', at.session], gcTime: 0, queryFn: () => api.post<KioskBills>('/api/kiosk/bills', asked(at)) })
  const start = useMutation<Payment, Problem, KioskTopUp>({
    gcTime: 0,
    mutationFn: async (body) => {
      const started = await api.post<Payment>('/api/kiosk/top-ups', { ...asked(at), body })
      return api.post<Payment>(`/api/kiosk/payments/${started.id}/order`, asked(at))
    },
    onSuccess: setPayment,
  })
  if (payment) return <UnderWay kiosk={at} started={payment} onBusy={onBusy} onBack={() => setPayment(undefined)} onPaid={({ amountCents }) => onDone(amountCents)} />
  if (cents === undefined) return <KioskTiles label={t('top-up.amounts')}>{AMOUNTS.map((one) => <KioskTile key={one} icon="wallet" title={format.money(one)} onPress={() => onCents(one)} />)}{cash(t('cash.hint-top-up'))}</KioskTiles>
  const channels = (bills.data?.channels ?? []).filter((channel) => channel !== 'bankcard')
  return (
    <>
      {start.isError && <Alert tone="warning" title={start.error.title || t('kiosk.no-network')}>{t('pay.nothing-taken')}</Alert>}
      <KioskTiles label={t('pay.choose')}>
        {channels.map((channel) => <KioskTile key={channel} icon="qr" title={t(`pay.${channel}`)} onPress={() => { if (!start.isPending) start.mutate({ cents, channel }) }} />)}
        {cash(t('cash.hint-top-up'))}
      </KioskTiles>
    </>
  )
}

export function ToppedUp({ cents, onMore }: { cents: number; onMore: () => void }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  return <><Alert tone="success" icon="check" title={t('top-up.done', { amount: format.money(cents) })}>{t('top-up.done-note')}</Alert><Button block onPress={onMore}>{t('kiosk.more')}</Button></>
}
