import type { i18n as I18n } from 'i18next'
import { useEffect, useEffectEvent, useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { serverNow } from '#client/index.ts'
import type { Layout } from '../../contract.ts'
import { chime, hasVoice, say } from './speak.ts'
import { isCall, nextVoice, silent, type Spoken } from './voice-queue.ts'

type Way = 'voice' | 'chime'
export type VoiceSettings = Pick<Layout, 'voice' | 'voiceRate' | 'voiceRepeats' | 'voiceEnglish'>

/** In Chinese, and in English where the layout asks for it. */
async function sayAloud(i18n: I18n, told: Spoken, { voiceRate, voiceEnglish }: VoiceSettings) {
  const words = (language: 'zh-CN' | 'en') => {
    const t = i18n.getFixedT(language, 'boards')
    if (!isCall(told)) return t('voice.emergency')
    const { label, displayName, pointName, pointNameEn } = told
    return t('voice.call', { label: [...label].join(' '), name: displayName.replaceAll('*', t('voice.mask')), room: language === 'en' ? pointNameEn || pointName : pointName })
  }
  const outcome = await say(words('zh-CN'), 'zh-CN', voiceRate / 100)
  return outcome === 'said' && voiceEnglish ? say(words('en'), 'en-US', voiceRate / 100) : outcome
}

/** Says calls aloud, one after the other. A browser that wants to be touched first says so, and then says what waited. */
export function useVoice() {
  const { i18n } = useTranslation('boards')
  const [queue, tell] = useReducer(nextVoice, silent)
  const [settings, setSettings] = useState<VoiceSettings>({ voice: true, voiceRate: 90, voiceRepeats: 2, voiceEnglish: false })
  const [isBlocked, setBlocked] = useState(false)
  const [way, setWay] = useState<Way>()
  const repeats = settings.voiceRepeats
  // The hall hears Chinese whatever language the screen is in.
  useEffect(() => {
    void i18n.loadLanguages(['zh-CN', 'en'])
    void hasVoice('zh-CN').then((speaks) => setWay(speaks ? 'voice' : 'chime'))
  }, [i18n])

  const utter = useEffectEvent(async (told: Spoken, turn: number) => {
    const outcome = way === 'chime' ? await chime() : await sayAloud(i18n, told, settings)
    if (outcome === 'blocked') setBlocked(true)
    else tell({ type: 'said', turn, now: serverNow(), repeats })
  })
  const { current } = queue
  useEffect(() => {
    if (current && way && !isBlocked) void utter(current.call, current.turn)
  }, [current, way, isBlocked])

  return {
    hear(call: Spoken, now: VoiceSettings) {
      setSettings(now)
      if (now.voice) tell({ type: 'call', call, now: serverNow(), repeats: now.voiceRepeats })
    },
    hush: () => tell({ type: 'silence' }),
    allow: () => setBlocked(false),
    isBlocked, way, speaking: current && isCall(current.call) ? current.call : null, isSpeaking: current !== null,
  }
}
