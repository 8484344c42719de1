import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Button, Card, ErrorState, Page } from '#ui/index.ts'
import type { ConsentCode } from '../../contract.ts'
import { useOwners } from './wallet-data.ts'
import { WhoseBalance } from './whose-balance.tsx'
import './wallet.css'

/** Six figures for a window: large, good for a few minutes, for one payment. */
export function Component() {
  const { t } = useTranslation('wallet')
  const whose = useOwners()
  return (
    <Page title={t('code')} back="/wallet">
      <WhoseBalance {...whose} />
      {whose.owner ? <Code key={whose.owner.personId} personId={whose.owner.personId} /> : <Bones cards={[4]} />}
    </Page>
  )
}

function Code({ personId }: { personId: string }) {
  const { t } = useTranslation('wallet')
  // Every new code makes the one before worthless, so it is asked for when the page opens and when a person presses.
  const ask = useMutation({ mutationFn: () => api.post<ConsentCode>('/api/wallet/consent-codes', { body: { personId } }) })
  const { mutate } = ask
  useEffect(() => mutate(), [mutate])
  const over = useOver(ask.data)
  if (ask.isError) return <ErrorState problem={ask.error} onRetry={() => mutate()} />
  if (!ask.data) return <Bones cards={[4]} />
  return (
    <Card label={t('code')}>
      <div className="wallet-code" role="status">
        {over ? <p>{t('code-over')}</p> : (
          <>
            <p className="small muted">{t('code-say')}</p>
            <p className="wallet-code__digits">{ask.data.code.replace(/(\d{3})(?=\d)/, '$1 ')}</p>
            <img className="wallet-code__square" src={`data:image/svg+xml;utf8,${encodeURIComponent(ask.data.svg)}`} alt={t('code-square')} />
          </>
        )}
      </div>
      <p className="small muted">{t('code-what')}</p>
      <Button kind={over ? 'primary' : 'outline'} block icon="refresh" busy={ask.isPending} onPress={() => mutate()}>{t('code-new')}</Button>
    </Card>
  )
}

/** Said once when the time has passed, not every second, so that nobody is read a countdown aloud. */
function useOver(code: ConsentCode | undefined): boolean {
  const [past, setPast] = useState<string>()
  useEffect(() => {
    if (!code) return undefined
    const timer = setTimeout(() => setPast(code.code), code.secondsValid * 1000)
    return () => clearTimeout(timer)
  }, [code])
  return code !== undefined && past === code.code
}
