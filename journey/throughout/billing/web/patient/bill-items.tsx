import { useTranslation } from 'react-i18next'
import { Card, Icon, Money, Tag, useFormat } from '#ui/index.ts'
import type { ChargeItem, ChargeKind } from '../../contract.ts'
import { whyItem } from '../why-item.ts'

const order: readonly ChargeKind[] = ['registration', 'examination', 'laboratory', 'drug', 'procedure', 'material']

/** What the bill is made of, kind by kind; each opens to its items, and each item says how it was split. */
export function BillItems({ items, insured }: { items: readonly ChargeItem[]; insured: boolean }) {
  const { t } = useTranslation('billing')
  const kinds = order.map((kind) => ({ kind, items: items.filter((item) => item.kind === kind) })).filter((group) => group.items.length > 0)
  return (
    <Card flush label={t('items.title')}>
      <h2 className="sr">{t('items.title')}</h2>
      {kinds.map((group) => <Kind key={group.kind} {...group} insured={insured} />)}
    </Card>
  )
}

function Kind({ kind, items, insured }: { kind: ChargeKind; items: ChargeItem[]; insured: boolean }) {
  const { t, i18n } = useTranslation('billing')
  const standing = items.filter((item) => item.status !== 'cancelled')
  const name = (item: ChargeItem) => (i18n.language === 'en' && item.nameEn) || item.name
  return (
    <details className="billing-kind">
      <summary>
        <span className="grow">{t(`kind.${kind}`, { count: standing.length })} <span className="small muted">{items.map(name).join(t('items.comma'))}</span></span>
        <Money cents={standing.reduce((sum, item) => sum + item.totalCents, 0)} />
        <Icon name="down" />
      </summary>
      <ul className="billing-items">{items.map((item) => <Item key={item.id} item={item} name={name(item)} insured={insured} />)}</ul>
    </details>
  )
}

function Item({ item, name, insured }: { item: ChargeItem; name: string; insured: boolean }) {
  const { t } = useTranslation('billing')
  const format = useFormat()
  const off = item.status === 'cancelled'
  return (
    <li className="billing-item">
      <div className="row row--between">
        <span className="grow">{off ? <s>{name}</s> : name}</span>
        {item.status === 'paid' && <Tag tone="success" icon="check">{t('items.paid')}</Tag>}
        {off && <Tag icon="x">{t('items.cancelled')}</Tag>}
        <span>{off ? <s><Money cents={item.totalCents} /></s> : <Money cents={item.totalCents} />}</span>
      </div>
      <p className="small muted">{whyItem(item, t, format, insured).join(' ')}</p>
    </li>
  )
}
