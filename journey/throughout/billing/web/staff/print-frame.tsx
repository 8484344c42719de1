import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#ui/index.ts'
import type { Bill } from '../../contract.ts'

/** Prints the receipts of a bill: by itself right after money was taken, else when asked. */
export function PrintFrame({ bill, atOnce }: { bill: Bill; atOnce: boolean }) {
  const { t } = useTranslation('billing')
  const frame = useRef<HTMLIFrameElement>(null)
  const [wanted, setWanted] = useState(atOnce)
  const print = () => frame.current?.contentWindow?.print()
  return (
    <>
      <Button icon="print" onPress={() => { if (wanted) print(); else setWanted(true) }}>{t('take.print')}</Button>
      {wanted && <iframe ref={frame} className="billing-print" title={t('receipt.title-list')} tabIndex={-1} aria-hidden="true" src={`/api/billing/bills/${bill.institutionId}/${bill.id}/receipt.pdf`} onLoad={print} />}
    </>
  )
}
