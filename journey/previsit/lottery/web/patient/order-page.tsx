import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, Card, ErrorState, Page, Pairs, useFormat } from '#ui/index.ts'
import { type DrawPage, type DrawRecord, redraw } from '../../contract.ts'
import { useDrawNames } from '../names.ts'
import './lottery.css'

type Checked = 'not-yet' | 'checking' | 'wrong' | 'cannot' | Map<string, number>

/** The drawn order for everybody, and the draw done again in this very browser. */
export function Component() {
  const { t } = useTranslation('lottery')
  const format = useFormat()
  const names = useDrawNames()
  const { institutionId = '', id = '' } = useParams()
  const [checked, setChecked] = useState<Checked>('not-yet')
  const back = `/draws/${institutionId}/${id}`
  const read = useQuery({ queryKey: ['lottery', 'order', institutionId, id], queryFn: () => api.get<DrawRecord>(`/api/lottery/draws/${institutionId}/${id}/order`, { anonymous: true }) })
  const mine = useQuery({ queryKey: ['lottery', 'draw', institutionId, id], queryFn: () => api.get<DrawPage>(`/api/lottery/draws/${institutionId}/${id}`, { anonymous: true }) })
  if (!read.data) return <Page title={t('order.title')} back={back}>{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones />}</Page>
  const { draw, order } = read.data
  const check = async () => {
    setChecked('checking')
    try {
      setChecked((await redraw({ seed: draw.seed, seedHash: draw.seedHash, order })) ?? 'wrong')
    } catch {
      setChecked('cannot')
    }
  }
  const own = new Set((mine.data?.mine ?? []).map((one) => one.id))
  return (
    <Page title={t('order.title')} back={back}>
      <h2>{names.doctor(draw)} · {names.days(draw)}</h2>
      <Card>
        <p>{t('order.how')}</p>
        <Pairs pairs={[
          { label: t('order.promise'), value: <span className="lottery-hash">{draw.seedHash}</span> },
          { label: t('order.seed'), value: draw.seed === null ? t('order.later') : <span className="lottery-hash">{draw.seed}</span> },
          ...(draw.drawnAt ? [{ label: t('draw.drawn-at'), value: format.dayTime(draw.drawnAt) }, { label: t('draw.units'), value: t('draw.units-of', { units: draw.units, count: order.length }) }] : []),
        ]} />
        {draw.seed !== null && <Button kind="primary" busy={checked === 'checking'} onPress={() => void check()}>{t('order.check')}</Button>}
      </Card>
      {checked instanceof Map && <Alert tone="success" title={t('order.right')}>{t('order.right-note', { count: order.length })}</Alert>}
      {checked === 'wrong' && <Alert tone="danger" title={t('order.wrong')}>{t('order.wrong-note')}</Alert>}
      {checked === 'cannot' && <Alert tone="warning" title={t('order.cannot')}>{t('order.cannot-note')}</Alert>}
      {order.length > 0 && (
        <Card>
          <section className="grid__wrap" aria-label={t('order.title')}>
            <table className="grid">
              <caption className="sr">{t('order.title')}</caption>
              <thead><tr><th scope="col">{t('order.place')}</th><th scope="col">{t('order.application')}</th><th scope="col">{t('order.weight')}</th>{checked instanceof Map && <th scope="col">{t('order.key')}</th>}<th scope="col">{t('order.result')}</th></tr></thead>
              <tbody>
                {order.slice(0, 500).map((one) => (
                  <tr key={one.id} aria-selected={own.has(one.id) || undefined}>
                    <th scope="row">{one.place}</th><td className="lottery-hash">{one.id.slice(0, 8)}{own.has(one.id) ? ` ${t('order.mine')}` : ''}</td><td>{one.weight}</td>
                    {checked instanceof Map && <td>{checked.get(one.id)?.toFixed(6)}</td>}<td>{t(`status.${one.status}`)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </Card>
      )}
    </Page>
  )
}
