import { useTranslation } from 'react-i18next'
import { Button } from '#ui/index.ts'
import { useAdvice, useWords } from './advice-data.ts'
import { EffectChart } from './effect-chart.tsx'

const SHOWN = 2

/** On the page of now: what could be done about the days to come, to look at rather than to read. */
export function OpenAdvice() {
  const { t } = useTranslation('operations')
  const words = useWords()
  const open = (useAdvice().data ?? []).filter((one) => one.status === 'open' && one.outcome === null)
  if (open.length === 0) return null
  return (
    <section className="card stack">
      <h2>{t('advice.open-title')}</h2>
      {open.slice(0, SHOWN).map((one) => (
        <article key={one.id} className="stack stack--tight" aria-label={words.title(one)}>
          <b>{words.title(one)}</b>
          <EffectChart before={one.before} after={one.after} limit={one.waitMinutes} label={words.title(one)} />
        </article>
      ))}
      <div><Button small kind="soft" href="/operations/advice">{open.length > SHOWN ? t('advice.open-more', { count: open.length }) : t('advice.open-go')}</Button></div>
    </section>
  )
}
