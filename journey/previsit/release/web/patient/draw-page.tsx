import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Card, ErrorState, Page, Pairs, useFormat } from '#ui/index.ts'
import { type DrawRecord, drawIsRight } from '../../contract.ts'
import { useOpeningName } from '../names.ts'
import { useTicket } from './use-ticket.ts'
import './release.css'

type Checked = 'not-yet' | 'checking' | 'right' | 'wrong' | 'cannot'

/** The draw, for whoever wants to check it: the promise from before, the seed, and the order computed again in this very browser. */
export function Component() {
  const { t } = useTranslation('release')
  const format = useFormat()
  const name = useOpeningName()
  const { institutionId = '', id = '' } = useParams()
  const [checked, setChecked] = useState<Checked>('not-yet')
  const read = useQuery({
    queryKey: ['release', 'draw', institutionId, id], refetchInterval: ({ state }) => (state.data?.seed ? false : 10_000),
    queryFn: () => api.get<DrawRecord>(`/api/release/openings/${institutionId}/${id}/draw`, { anonymous: true }),
  })
  const { read: mine } = useTicket({ institutionId, id })
  const back = `/openings/${institutionId}/${id}`
  if (!read.data) return <Page title={t('draw.title')} back={back}>{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones />}</Page>
  const record = read.data
  const check = async () => {
    setChecked('checking')
    try {
      setChecked((await drawIsRight(record)) ? 'right' : 'wrong')
    } catch {
      setChecked('cannot')
    }
  }
  const own = record.order.find((one) => one.id === mine.data?.id)
  return (
    <Page title={t('draw.title')} back={back}>
      <div className="release-head"><h2>{name(record.opening)}</h2><p className="small muted">{t('room.what', { day: format.date(record.opening.day), time: format.time(record.opening.opensAt) })}</p></div>
      <Card>
        <p>{t('draw.how')}</p>
        <Pairs pairs={[
          { label: t('draw.promise'), value: <span className="release-hash">{record.seedHash}</span> },
          { label: t('draw.seed'), value: record.seed === null ? t('draw.later') : <span className="release-hash">{record.seed}</span> },
          ...(record.drawnAt ? [{ label: t('draw.when'), value: format.dayTime(record.drawnAt) }, { label: t('draw.people'), value: record.order.length }] : []),
          ...(own ? [{ label: t('draw.mine'), value: `${own.place} · ${own.id.slice(0, 8)}` }] : []),
        ]} />
        {record.seed !== null && <Button kind="primary" busy={checked === 'checking'} onPress={() => void check()}>{t('draw.check')}</Button>}
      </Card>
      {checked === 'right' && <Alert tone="success" title={t('draw.right')}>{t('draw.right-note', { count: record.order.length })}</Alert>}
      {checked === 'wrong' && <Alert tone="danger" title={t('draw.wrong')}>{t('draw.wrong-note')}</Alert>}
      {checked === 'cannot' && <Alert tone="warning" title={t('draw.cannot')}>{t('draw.cannot-note')}</Alert>}
      {record.order.length > 0 && <Order order={record.order} own={own?.id} />}
    </Page>
  )
}

function Order({ order, own }: { order: DrawRecord['order']; own: string | undefined }) {
  const { t } = useTranslation('release')
  const [all, setAll] = useState(false)
  const shown = all ? order.slice(0, 2000) : order.filter((one, at) => at < 20 || one.id === own)
  return (
    <Card>
      <table className="grid">
        <caption className="sr">{t('draw.order')}</caption>
        <thead><tr><th scope="col">{t('draw.place')}</th><th scope="col">{t('draw.ticket')}</th></tr></thead>
        <tbody>{shown.map((one) => <tr key={one.id} aria-selected={one.id === own || undefined}><th scope="row">{one.place}</th><td className="release-hash">{one.id.slice(0, 13)}</td></tr>)}</tbody>
      </table>
      {!all && order.length > shown.length && <Button kind="quiet" onPress={() => setAll(true)}>{t('draw.all')}</Button>}
    </Card>
  )
}
