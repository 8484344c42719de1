import { useTranslation } from 'react-i18next'
import { Button, Figure, SolidCard } from '#ui/index.ts'
import type { Guide, Unit, WayFound } from '../../contract.ts'
import { useName } from '../map/names.ts'
import type { End } from './place-sheet.tsx'

interface SummaryProps {
  readonly guide: Guide
  readonly goal: Unit | undefined
  readonly start: Unit | undefined
  /** Nobody has said where they are: the way begins at the main entrance. */
  readonly isGuess: boolean
  readonly walk: WayFound | undefined
  readonly step: number | undefined
  /** The words in the address meant no place. */
  readonly isLost: boolean
  onStep(step: number | undefined): void
  onAsk(end: End): void
}

/** What matters: how long, how far, which floor; then the one thing to do now, or the turn one is at. */
export function Summary({ guide, goal, start, isGuess, walk, step, isLost, onStep, onAsk }: SummaryProps) {
  const { t, i18n } = useTranslation('guidance')
  const name = useName()
  const place = (i18n.language === 'en' && guide.institutionNameEn) || guide.institutionName
  if (!goal) {
    return (
      <SolidCard
        context={place} title={isLost ? t('lost.title') : t('where-to.title')} place={isLost ? t('lost.body') : t('where-to.body')}
        actions={<><Button kind="now" icon="search" onPress={() => onAsk('to')}>{t('where-to.choose')}</Button><Button kind="ghost" icon="qr" onPress={() => onAsk('from')}>{t('from.set')}</Button></>}
      />
    )
  }
  const level = guide.plan.levels.find(({ id }) => id === goal.level)
  const building = guide.plan.buildings.find(({ id }) => id === level?.building)
  const where = `${building ? name(building) : ''} ${level ? name(level) : ''}`
  if (walk && step !== undefined) return <StepCard walk={walk} step={step} onStep={onStep} />
  return (
    <SolidCard
      context={t('from.now', { name: start ? name(start) : '' })}
      title={name(goal)} place={where}
      figure={walk && <Figure value={Math.max(1, Math.ceil(walk.seconds / 60))} unit={t('minutes')} />}
      beside={walk && t('metres', { metres: walk.metres })}
      actions={(
        <>
          {walk && <Button kind="now" icon="walk" onPress={() => onStep(0)}>{t('go')}</Button>}
          <Button kind={walk ? 'ghost' : 'now'} icon="qr" onPress={() => onAsk('from')}>{isGuess ? t('from.set') : t('from.change')}</Button>
        </>
      )}
      foot={<button type="button" className="guide-other" onClick={() => onAsk('to')}>{t('where-to.other')}</button>}
    />
  )
}

/** One turn at a time, large: for walking with the phone in the hand. */
function StepCard({ walk, step, onStep }: { walk: WayFound; step: number; onStep: (step: number | undefined) => void }) {
  const { t, i18n } = useTranslation('guidance')
  const turn = walk.turns[step]
  if (!turn) return null
  const isLast = step === walk.turns.length - 1
  const after = walk.turns[step + 1]
  const say = (one: { text: string; textEn: string }) => (i18n.language === 'en' ? one.textEn : one.text)
  return (
    <SolidCard
      live context={t('step.of', { at: step + 1, of: walk.turns.length })} tag={<span className="guide-floor">{turn.floor}</span>} title={say(turn)}
      place={after && t('step.then', { what: say(after) })}
      actions={(
        <>
          <Button kind="now" icon={isLast ? 'check' : 'arrow'} onPress={() => onStep(isLast ? undefined : step + 1)}>{isLast ? t('step.done') : t('step.next')}</Button>
          <Button kind="ghost" onPress={() => onStep(step === 0 ? undefined : step - 1)}>{step === 0 ? t('step.all') : t('step.back')}</Button>
        </>
      )}
    />
  )
}
