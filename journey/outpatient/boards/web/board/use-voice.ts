import { useCallback, useEffect, useEffectEvent, useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverNow } from '#client/index.ts'
import type { CallPayload, Layout } from '../../contract.ts'
import { chime, hasVoice, say } from './speak.ts'
import { nextVoice, silent } from './voice-queue.ts'

type Way = 'voice' | 'chime'
export type VoiceSettings = Pick<Layout, 'voice' | 'voiceRate' | 'voiceRepeats' | 'voiceEnglish'>

/** Says calls aloud, one after the other. A browser that wants to be touched first says so, and then says what waited. */
export function useVoice(settings: VoiceSettings | undefined) {
  const { i18n } = useTranslation('boards')
  const [queue, tell] = useReducer(nextVoice, silent)
  const [isBlocked, setBlocked] = useState(false)
  const [way, setWay] = useState<Way>()
  const repeats = settings?.voiceRepeats ?? 2
  // The hall hears Chinese whatever language the screen is in.
  useEffect(() => {
    void i18n.loadLanguages(['zh-CN', 'en'])
    void hasVoice('zh-CN').then((speaks) => setWay(speaks ? 'voice' : 'chime'))
  }, [i18n])

  const onCall = useEffectEvent((call: CallPayload) => { if (settings?.voice) tell({ type: 'call', call, now: serverNow(), repeats }) })
  const hear = useCallback((call: CallPayload) => onCall(call), [])

  const utter = useEffectEvent(async (call: CallPayload, turn: number) => {
    const outcome = way === 'chime' ? await chime() : await sayCall(call)
    if (outcome === 'blocked') setBlocked(true)
    else tell({ type: 'said', turn, now: serverNow(), repeats })
  })
  async function sayCall(call: CallPayload) {
    const rate = (settings?.voiceRate ?? 90) / 100
    const words = (language: 'zh-CN' | 'en') => {
      const t = i18n.getFixedT(language, 'boards')
      return t('voice.call', { label: [...call.label].join(' '), name: call.displayName.replaceAll('*', t('voice.mask')), room: language === 'en' ? call.pointNameEn || call.pointName : call.pointName })
    }
    const outcome = await say(words('zh-CN'), 'zh-CN', rate)
    return outcome === 'said' && settings?.voiceEnglish ? say(words('en'), 'en-US', rate) : outcome
  }

  const { current } = queue
  useEffect(() => {
    if (current && way && !isBlocked) void utter(current.call, current.turn)
  }, [current, way, isBlocked])
  useEffect(() => { if (settings && !settings.voice) tell({ type: 'silence' }) }, [settings])

  return { hear, isBlocked, way, allow: useCallback(() => setBlocked(false), []), speaking: current?.call ?? null }
}
