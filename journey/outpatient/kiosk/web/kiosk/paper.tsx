import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toDataURL } from 'qrcode'
import { Alert, Bones, Card, localDay, Pairs, useFormat } from '#ui/index.ts'
import type { PaperReceipt } from '../../contract.ts'
import type { Devices } from './devices.ts'
import { usePaper } from './pay-data.ts'
import { PrintState } from './print-state.tsx'
import type { AtKiosk } from './session.ts'
import { usePrint } from './use-print.ts'

/** It is paid: the amount, and the receipts as they come out of the machine. The paper carries no full name. */
export function Paper({ kiosk, devices, billId, paidCents }: { kiosk: AtKiosk; devices: Devices; billId: string; paidCents: number | undefined }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const read = usePaper(kiosk, billId)
  const printing = usePrint(kiosk, devices)
  return (
    <>
      {paidCents !== undefined && <Alert tone="success" icon="check" title={t('pay.done', { amount: format.money(paidCents) })}>{t('pay.done-body')}</Alert>}
      {read.isPending && <Bones cards={[4]} />}
      {read.isError && <Alert tone="warning" title={read.error.title} />}
      {read.data && <div className="kiosk-paper">{read.data.map((receipt) => <OnPaper key={receipt.shownNumber} receipt={receipt} />)}</div>}
      {read.data && read.data.length > 0 && <PrintState devices={devices} printing={printing} wanted={{ kind: 'receipt', visitId: billId }} />}
    </>
  )
}

function OnPaper({ receipt }: { receipt: PaperReceipt }) {
  const { t } = useTranslation('kiosk')
  const format = useFormat()
  const code = useQuery({ queryKey: ['kiosk', 'verify', receipt.verificationCode], gcTime: 0, queryFn: () => toDataURL(receipt.verifyUrl, { margin: 0, width: 160 }) })
  const insured = receipt.lines.reduce((sum, line) => sum + line.insuranceCents, 0)
  const bare = (cents: number) => format.money(cents, { bare: true })
  return (
    <Card>
      <h2>{t(receipt.kind === 'refund' ? 'receipt.refund-title' : 'receipt.title')}</h2>
      <Pairs pairs={[
        { label: t('pay.hospital'), value: receipt.institutionName }, { label: t('receipt.number'), value: receipt.shownNumber },
        { label: t('receipt.person'), value: receipt.payer }, { label: t('receipt.visit'), value: receipt.title },
        { label: t('receipt.time'), value: `${localDay(receipt.issuedAt)} ${format.time(receipt.issuedAt)}` }, { label: t('receipt.channel'), value: t(`receipt.channel-${receipt.channel}`) },
      ]} />
      <ul className="kiosk-items">{receipt.lines.map((line, i) => <li key={i}><span>{line.name || t('receipt.surplus')}</span><span>{bare(line.totalCents)}</span></li>)}</ul>
      {insured !== 0 && <p className="kiosk-total"><span>{t('receipt.insurance-sum')}</span><span>{bare(-insured)}</span></p>}
      <p className="kiosk-total"><span>{t(receipt.kind === 'refund' ? 'receipt.returned' : 'receipt.paid')}</span><b>{format.money(receipt.amountCents)}</b></p>
      <p className="small">{t('receipt.in-words')} {receipt.inWords}</p>
      <div className="row">{code.data && <img src={code.data} alt="" width={120} height={120} />}<p className="small grow">{t('receipt.verify')} <b>{receipt.verificationCode}</b><br />{t('receipt.electronic')}</p></div>
    </Card>
  )
}
