import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, Counts, Pane, SearchField, Tag, useFormat } from '#ui/index.ts'
import type { DeskNow, Matter } from '../../contract.ts'
import { useDeskAct } from './desk-data.ts'
import { useMatterWords } from './matter-words.ts'

/** What is still open at this desk, and who came today. */
export function NowPane({ now, q, onSearch }: { now: DeskNow; q: string; onSearch: (q: string) => void }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  const { figures } = now
  const words = useMatterWords()
  return (
    <Pane label={t('now.matters')} paper head={<Counts counts={(['contacts', 'minutes', 'out', 'overdue'] as const).map((key) => ({ label: t(`now.counts.${key}`), value: Math.round(figures[key]) }))} />}>
      <h2 className="small">{t('now.matters')}</h2>
      {now.matters.length === 0 ? <p className="small muted">{t('now.no-matters')}</p> : <ul className="stack">{now.matters.map((matter) => <Open key={matter.id} matter={matter} />)}</ul>}
      <h2 className="small">{t('now.today')}</h2>
      <SearchField label={t('now.search')} placeholder={t('now.search')} value={q} onChange={onSearch} />
      {now.contacts.length === 0 && <p className="small muted">{t(q === '' ? 'now.none' : 'now.none-found')}</p>}
      <ul className="sd-today" aria-label={t('now.today')}>
        {now.contacts.map((one) => (
          <li key={one.id}>
            <span className="muted">{format.time(one.at)}</span>
            <span className="grow"><b>{t(`kind.${one.kind}`)}</b> {words.of(one)} <span className="muted">{one.nameMasked ?? t('now.anonymous')}</span></span>
            <span className="muted nowrap">{t(`outcome.${one.outcome}`)}</span>
          </li>
        ))}
      </ul>
    </Pane>
  )
}

function Open({ matter }: { matter: Matter }) {
  const { t } = useTranslation('servicedesk')
  const format = useFormat()
  const words = useMatterWords()
  const finish = useDeskAct((id: string) => api.post(`/api/servicedesk/contacts/${id}/done`, { body: { outcome: 'answered' } }))
  return (
    <li className="card stack stack--tight">
      <div className="row row--wrap">
        <b className="small">{words.kind(matter)}</b>
        {matter.urgent && <Tag tone="danger" icon="alert">{t('now.urgent')}</Tag>}
        {matter.late && <Tag tone="warning" icon="clock">{t(matter.kind === 'loan' ? 'loan.overdue' : 'now.late')}</Tag>}
        <span className="grow" /><span className="caption muted">{format.time(matter.at)}</span>
      </div>
      <p className="small">{words.of(matter)} <span className="muted">{matter.nameMasked ?? ''}</span></p>
      {finish.isError && <Alert tone="warning">{finish.error.title || t('offline')}</Alert>}
      {matter.kind === 'contact'
        ? <Button small kind="soft" busy={finish.isPending} onPress={() => finish.mutate(matter.id)}>{t('now.finish')}</Button>
        : <Button small kind="quiet" href={matter.kind === 'loan' ? '/service-desk/items' : '/service-desk/complaints'}>{t(matter.kind === 'loan' ? 'tab.items' : 'tab.complaints')}</Button>}
    </li>
  )
}
