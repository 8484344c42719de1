import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Alert, Button, Card, Page } from '#ui/index.ts'
import './billing.css'

/** One receipt as a picture that can be kept or sent on, and as a PDF to print. */
export function Component() {
  const { t } = useTranslation('billing')
  const { institutionId, year, number } = useParams()
  const base = `/api/billing/receipts/${institutionId}/${year}/${number}`
  const name = `${year}-${String(number).padStart(8, '0')}`
  const share = useMutation({ mutationFn: () => send(`${base}/receipt.png`, `receipt-${name}.png`) })
  return (
    <Page title={t('receipt.page')} back="/receipts">
      <Card>
        <img className="billing-receipt" src={`${base}/receipt.png`} alt={t('receipt.image-of', { number: name })} />
      </Card>
      {share.isError && <Alert tone="warning" title={t('receipt.share-failed')} />}
      <div className="stack">
        {'share' in navigator && <Button kind="primary" block icon="share" busy={share.isPending} onPress={() => share.mutate()}>{t('receipt.share')}</Button>}
        <Button block icon="down2" onPress={() => void save(`${base}/receipt.png`, `receipt-${name}.png`)}>{t('receipt.save')}</Button>
        <Button block icon="file" href={`${base}/receipt.pdf`} target="_blank">{t('receipt.pdf')}</Button>
        <Button block icon="check" href="/receipts/verify">{t('receipt.check')}</Button>
      </div>
    </Page>
  )
}

async function pictureOf(address: string, name: string): Promise<File> {
  const response = await fetch(address, { credentials: 'same-origin', headers: { 'accept-language': document.documentElement.lang } })
  if (!response.ok) throw new Error(`the picture could not be read: ${response.status}`)
  return new File([await response.blob()], name, { type: 'image/png' })
}

async function send(address: string, name: string): Promise<void> {
  const file = await pictureOf(address, name)
  if (!navigator.canShare?.({ files: [file] })) throw new Error('files cannot be shared here')
  await navigator.share({ files: [file] }).catch((error: unknown) => {
    // Closing the phone's own sheet is no failure.
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
  })
}

async function save(address: string, name: string): Promise<void> {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await pictureOf(address, name))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
