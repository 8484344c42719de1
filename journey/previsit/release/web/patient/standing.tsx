import { useTranslation } from 'react-i18next'
import { Figure, Pairs, SolidCard, Card, useChrome, useFormat } from '#ui/index.ts'
import type { TicketView } from '../../contract.ts'
import { clockOf, type Timed, useSecondsUntil } from './use-ticket.ts'

/** One's place in big numbers; how long about, and whether something will be left. */
export function Standing({ ticket, forWhom }: { ticket: TicketView & Timed; forWhom: string }) {
  const { t } = useTranslation('release')
  const format = useFormat()
  const { elder } = useChrome()
  const untilOpen = useSecondsUntil(ticket.opensAt, ticket)
  if (ticket.state === 'before-draw') {
    return (
      <SolidCard
        context={forWhom} figure={<Figure size="l" value={clockOf(untilOpen)} />} beside={t('standing.until-opening')}
        title={untilOpen > 0 ? t('standing.you-are-in') : t('standing.drawing')} foot={t('standing.stay-calm')}
      >
        <p className="muted">{t('standing.draw-at', { time: format.time(ticket.opensAt), count: ticket.joined })}</p>
      </SolidCard>
    )
  }
  const ahead = ticket.ahead ?? 0
  const chance = ticket.chance
  return (
    <>
      <SolidCard context={forWhom} figure={<Figure size="l" value={ahead} unit={t('standing.people', { count: ahead })} />} beside={t('standing.ahead')} title={timeOf()} foot={t('standing.stay-calm')} />
      <Card>
        <Pairs pairs={[
          { label: t('standing.units-left'), value: t('standing.units', { count: ticket.unitsLeft }) },
          ...(chance ? [{ label: t('standing.chance'), value: t(`chance.${chance.word}`, { percent: chance.percent }) }] : []),
          ...(elder.on ? [] : [{ label: t('standing.drawn'), value: ticket.early ? t('standing.by-draw', { place: ticket.place, count: ticket.joined }) : t('standing.by-arrival', { place: ticket.place }) }]),
        ]} />
        {ticket.unitsLeft === 0 && <p className="small">{t('standing.gone-note')}</p>}
        {(chance?.word === 'small' || chance?.word === 'hardly') && <p className="small muted">{t('standing.look-elsewhere')} <a href="/doctors">{t('standing.other-doctors')}</a></p>}
      </Card>
    </>
  )

  function timeOf(): string {
    if (ticket.unitsLeft === 0) return t('standing.gone')
    if (ticket.paused) return t('standing.paused')
    if (ticket.aboutSeconds === null) return t('standing.unknown')
    return ticket.aboutSeconds < 60 ? t('standing.soon') : t('standing.about', { time: format.minutes(Math.ceil(ticket.aboutSeconds / 60)) })
  }
}
