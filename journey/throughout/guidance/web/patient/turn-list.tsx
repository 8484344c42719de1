import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Icon, type IconName, Section } from '#ui/index.ts'
import type { Unit, WayFound } from '../../contract.ts'

type TurnShown = WayFound['turns'][number]

const icons: Readonly<Partial<Record<TurnShown['kind'], IconName>>> = { left: 'left', right: 'right', 'slight-left': 'left', 'slight-right': 'right', arrive: 'check', back: 'undo' }

/** The way in words: pressed, a turn is shown on the plan; the whole list is read aloud where the device has a voice. */
export function TurnList({ walk, step, onStep, goal }: { walk: WayFound; step: number | undefined; onStep: (step: number) => void; goal: Unit }) {
  const { t, i18n } = useTranslation('guidance')
  const isEnglish = i18n.language === 'en'
  return (
    <Section title={t('turns.title')} aside={<Speak key={goal.id} words={walk.turns.map((turn) => (isEnglish ? turn.textEn : turn.text)).join(isEnglish ? '. ' : '。')} />}>
      <ol className="card card--flush list guide-turns">
        {walk.turns.map((turn, i) => (
          <li key={i}>
            <button type="button" className="item" aria-current={i === step ? 'step' : undefined} onClick={() => onStep(i)}>
              <span className="guide-turn" data-kind={turn.kind}><Icon name={icons[turn.kind] ?? 'arrow'} /></span>
              <span className="grow">{isEnglish ? turn.textEn : turn.text}</span>
              <span className="small muted">{turn.floor}</span>
            </button>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Speak({ words }: { words: string }) {
  const { t, i18n } = useTranslation('guidance')
  const [speaking, setSpeaking] = useState(false)
  const able = typeof speechSynthesis !== 'undefined'
  useEffect(() => () => { if (able) speechSynthesis.cancel() }, [able])
  if (!able) return null
  const toggle = (): void => {
    speechSynthesis.cancel()
    if (speaking) return setSpeaking(false)
    const said = new SpeechSynthesisUtterance(words)
    said.lang = i18n.language === 'en' ? 'en-GB' : 'zh-CN'
    said.rate = 0.85
    said.onend = said.onerror = () => setSpeaking(false)
    speechSynthesis.speak(said)
    setSpeaking(true)
  }
  return <Button kind="quiet" icon={speaking ? 'pause' : 'sound'} onPress={toggle}>{speaking ? t('turns.quiet') : t('turns.read')}</Button>
}
