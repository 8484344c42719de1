import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Card, Field, List, ListItem, useFormat } from '#ui/index.ts'
import type { CreditPage } from '../../contract.ts'
import { useEndLink, useMakeLink } from './credit-data.ts'

/** An address for whoever wants to pay: shown once, closed at any time. */
export function LinkCard({ page }: { page: CreditPage }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const make = useMakeLink(page)
  const end = useEndLink()
  const [copied, setCopied] = useState(false)
  const address = make.data && `${location.origin}/repay/${make.data.code}`
  const older = page.links.filter((link) => link.id !== make.data?.id)
  return (
    <Card label={t('link.title')}>
      <h2 className="credit-head">{t('link.title')}</h2>
      <p className="small muted">{t('link.lead')}</p>
      {make.isError && <Alert tone="danger" title={make.error.title} />}
      {!address && <Button kind="soft" block icon="users" busy={make.isPending} onPress={() => make.mutate()}>{t('link.make')}</Button>}
      {address && (
        <>
          <Field label={t('link.address')} hint={t('link.ready', { date: format.date(make.data.endsAt) })}>
            {(wiring) => <input className="input" readOnly value={address} onFocus={(event) => event.target.select()} {...wiring} />}
          </Field>
          <Button kind="soft" block onPress={() => void navigator.clipboard.writeText(address).then(() => setCopied(true), () => setCopied(false))}>{copied ? t('link.copied') : t('link.copy')}</Button>
        </>
      )}
      {older.length > 0 && (
        <List label={t('link.open', { count: older.length })}>
          {older.map((link) => (
            <ListItem
              key={link.id} title={t('link.address')} note={t('link.until', { date: format.date(link.endsAt) })}
              end={<Button small kind="quiet" busy={end.isPending && end.variables === link.id} onPress={() => end.mutate(link.id)}>{t('link.end')}</Button>}
            />
          ))}
        </List>
      )}
    </Card>
  )
}
