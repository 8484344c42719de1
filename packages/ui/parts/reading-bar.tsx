import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { hasVoice, piecesOf, show } from './reading.ts'
import type { Piece } from './reading.ts'

const rates = [0.6, 0.85, 1.1, 1.4]
type State = 'starting' | 'reading' | 'paused' | 'over' | 'no-voice'

/** Reads the page from its heading on: shows the sentence, waits, goes faster or slower, and says so where the device has no voice. */
export function ReadingBar({ onStop }: { onStop: () => void }) {
  const { t, i18n } = useTranslation('ui')
  const [state, setState] = useState<State>('starting')
  const [rate, setRate] = useState(1)
  const place = useRef<{ pieces: Piece[]; at: number }>({ pieces: [], at: 0 })
  useEffect(() => {
    let isHere = true
    void hasVoice(i18n.language).then((able) => {
      if (!isHere) return
      place.current = { pieces: piecesOf(), at: 0 }
      setState(able ? 'reading' : 'no-voice')
    })
    return () => { isHere = false }
  }, [i18n.language])
  useEffect(() => {
    if (state !== 'reading') return undefined
    let isStopped = false
    const speak = () => {
      const { pieces, at } = place.current
      const piece = pieces[at]
      if (!piece) { setState('over'); return }
      const words = new SpeechSynthesisUtterance(piece.words)
      words.lang = i18n.language === 'en' ? 'en-GB' : 'zh-CN'
      words.rate = rates[rate] ?? 0.85
      words.onend = () => { if (!isStopped) { place.current.at += 1; speak() } }
      words.onerror = () => { if (!isStopped) setState('over') }
      show(piece)
      speechSynthesis.speak(words)
    }
    speechSynthesis.cancel()
    speak()
    return () => {
      isStopped = true
      speechSynthesis.cancel()
      show(undefined)
    }
  }, [state, rate, i18n.language])
  if (state === 'no-voice') {
    return <div className="reading" role="status"><p>{t('reading.no-voice')}</p><Button small onPress={onStop}>{t('close')}</Button></div>
  }
  const again = () => { place.current = { pieces: piecesOf(), at: 0 }; setState('reading') }
  return (
    <div className="reading" role="group" aria-label={t('read-label')}>
      {state === 'reading' && <Button small icon="pause" onPress={() => setState('paused')}>{t('reading.pause')}</Button>}
      {state === 'paused' && <Button small icon="sound" onPress={() => setState('reading')}>{t('reading.go-on')}</Button>}
      {(state === 'over' || state === 'starting') && <Button small icon="sound" busy={state === 'starting'} onPress={again}>{t('reading.again')}</Button>}
      <Button small disabled={rate === 0} onPress={() => setRate(rate - 1)}>{t('reading.slower')}</Button>
      <Button small disabled={rate === rates.length - 1} onPress={() => setRate(rate + 1)}>{t('reading.faster')}</Button>
      <Button small icon="x" onPress={onStop}>{t('reading.stop')}</Button>
    </div>
  )
}
