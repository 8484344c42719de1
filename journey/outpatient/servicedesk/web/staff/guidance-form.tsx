import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Bones, Button, ErrorState, SearchField, Segmented } from '#ui/index.ts'
import type { Way } from '../../contract.ts'
import type { FormProps } from './forms.ts'
import { Ends } from './ends.tsx'

const goings = ['any', 'lift', 'barrier-free'] as const

/** Where to: the way as words to say, a link for their phone, or paper. */
export function GuidanceForm(props: FormProps) {
  const { t } = useTranslation('servicedesk')
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState('')
  const [going, setGoing] = useState('any')
  const way = useQuery({ queryKey: ['servicedesk', 'way', place, going], enabled: place !== '', queryFn: () => api.get<Way>('/api/servicedesk/way', { query: { place, going } }) })
  return (
    <div className="stack">
      <SearchField label={t('ask.place')} placeholder={t('ask.place-hint')} value={typed} onChange={setTyped} onSubmit={() => setPlace(typed.trim())} end={<Button small kind="soft" disabled={typed.trim() === ''} onPress={() => setPlace(typed.trim())}>{t('ask.show-way')}</Button>} />
      <Segmented label={t('ask.going')} value={going} onChange={setGoing} options={goings.map((one) => ({ value: one, label: t(`ask.${one}`) }))} />
      {way.isFetching && <Bones cards={[2]} />}
      {way.isError && <ErrorState problem={way.error} onRetry={() => void way.refetch()} />}
      {way.data && !way.isFetching && <Shown way={way.data} />}
      <Ends {...props} about={{ kind: 'guidance', topic: 'way', words: typed }} outcomes={['sent-on', 'no-answer']} />
    </div>
  )
}

function Shown({ way }: { way: Way }) {
  const { t } = useTranslation('servicedesk')
  if (!way.found) return <Alert tone="info">{t('ask.no-way', { place: way.place })}</Alert>
  return (
    <section className="card stack sd-way" aria-label={way.place}>
      <h3>{way.place}</h3>
      {way.metres === null ? <Alert tone="warning">{t('ask.no-route')}</Alert> : <p className="muted">{t('ask.metres', { metres: way.metres, minutes: way.minutes })}</p>}
      {way.steps.length > 0 && <ol className="sd-steps">{way.steps.map((step, at) => <li key={at}>{step}</li>)}</ol>}
      <div className="row row--wrap">
        <Button small icon="print" onPress={() => window.print()}>{t('ask.print')}</Button>
        {way.href && <a className="btn btn--small" href={way.href} target="_blank" rel="noreferrer">{t('ask.open-way')}</a>}
      </div>
    </section>
  )
}
