import { useTranslation } from 'react-i18next'
import { Alert, Button, Card, Money, Pairs, useFormat } from '#ui/index.ts'
import type { CreditPage, Terms } from '../../contract.ts'
import { useAgree } from './credit-data.ts'

/** What it is, in plain words, before anybody agrees to it. */
export function Offer({ terms }: { terms: Terms }) {
  const { t } = useTranslation('credit')
  return (
    <>
      <Card>
        <h2 className="credit-head">{t('offer.title')}</h2>
        <p>{t('offer.lead', { days: terms.days })}</p>
        <Pairs pairs={[
          { label: t('offer.limit'), value: <Money cents={terms.limitCents} whole /> },
          { label: t('offer.days'), value: t('offer.days-value', { days: terms.days }) },
          { label: t('offer.interest'), value: t('offer.interest-value') },
        ]} />
      </Card>
      <Card label={t('offer.read')}>
        <h2 className="credit-head">{t('offer.read')}</h2>
        <Rules terms={terms} />
      </Card>
    </>
  )
}

/** The same words afterwards, for whoever wants to read them again. */
export function Agreed({ terms }: { terms: Terms }) {
  const { t } = useTranslation('credit')
  return <Card><details><summary>{t('offer.again')}</summary><Rules terms={terms} /></details></Card>
}

function Rules({ terms }: { terms: Terms }) {
  const { t } = useTranslation('credit')
  const format = useFormat()
  const about = { keep: format.money(terms.keepCents, { whole: true }), days: terms.days }
  return (
    <>
      <ol className="credit-terms">
        <li>{t('offer.terms-1', about)}</li><li>{t('offer.terms-2', about)}</li><li>{t('offer.terms-3')}</li>
        <li>{t('offer.terms-4')}</li><li>{t('offer.terms-5')}</li><li>{t('offer.terms-6')}</li>
      </ol>
      <p className="small muted">{t('offer.version', { version: terms.version })}</p>
    </>
  )
}

export function Agree({ page, who }: { page: CreditPage; who: string | undefined }) {
  const { t } = useTranslation('credit')
  const agree = useAgree(page)
  return (
    <>
      {agree.isError && <Alert tone="danger" title={agree.error.title} />}
      <Button kind="primary" block busy={agree.isPending} onPress={() => agree.mutate()}>{who === undefined ? t('offer.agree') : t('offer.agree-for', { who })}</Button>
    </>
  )
}
