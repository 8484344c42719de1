import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallPayload } from '../../contract.ts'

const TIMES = 2

/** Says calls aloud in Chinese, each twice, one after the other. A browser that wants to be touched first says so. */
export function useVoice() {
  const { i18n } = useTranslation('arrival')
  const [isBlocked, setBlocked] = useState(false)
  const waiting = useRef<CallPayload[]>([])
  // The hall hears Chinese whatever language the screen is in.
  useEffect(() => void i18n.loadLanguages('zh-CN'), [i18n])

  const speak = useCallback((call: CallPayload) => {
    const t = i18n.getFixedT('zh-CN', 'arrival')
    const words = t('voice.call', { label: [...call.label].join(' '), name: call.displayName.replaceAll('*', t('voice.mask')), room: call.pointName })
    for (let time = 0; time < TIMES; time++) {
      const utterance = new SpeechSynthesisUtterance(words)
      utterance.lang = 'zh-CN'
      utterance.rate = 0.9
      utterance.onerror = ({ error }) => {
        if (error !== 'not-allowed') return
        if (!waiting.current.includes(call)) waiting.current.push(call)
        setBlocked(true)
      }
      speechSynthesis.speak(utterance)
    }
  }, [i18n])

  const say = useCallback((call: CallPayload) => {
    if ('speechSynthesis' in window) speak(call)
  }, [speak])

  const allow = useCallback(() => {
    setBlocked(false)
    for (const call of waiting.current.splice(0)) speak(call)
  }, [speak])

  return { say, allow, isBlocked }
}
