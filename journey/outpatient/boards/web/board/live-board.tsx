import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#ui/index.ts'
import { BoardFace } from '../face/board-face.tsx'
import { Notice } from './notice.tsx'
import { takeUpPlace } from './page-version.ts'
import { useBoard } from './use-board.ts'
import { useNewPage } from './use-new-page.ts'
import { useScreenSize } from './use-screen-size.ts'
import { useVoice } from './use-voice.ts'
import { useWords } from '../face/words.ts'

takeUpPlace()
const TURN_LANGUAGE_MS = 15_000

/** What hangs in the waiting hall. It hears of a call within a moment, says it, and says so when it hears nothing. */
export function LiveBoard({ institutionId, layoutId, onShown }: { institutionId: string; layoutId: string; onShown?: (version: number) => void }) {
  const { t, i18n } = useTranslation('boards')
  const screen = useScreenSize()
  const voice = useVoice()
  const { view, problem, now, age, isConnected } = useBoard(institutionId, layoutId, (call, layout) => voice.hear(call, layout))
  const isMute = view?.layout.voice === false
  const hush = useEffectEvent(() => voice.hush())
  useEffect(() => { if (isMute) hush() }, [isMute])
  useNewPage(!voice.isSpeaking, isConnected)
  const version = view?.layout.version
  useEffect(() => { if (version !== undefined) onShown?.(version) }, [version, onShown])
  // Until somebody decides at the desk, a board speaks the language of its screen.
  const languages: readonly Language[] = view && view.layout.version > 0 ? view.layout.languages : [i18n.language === 'en' ? 'en' : 'zh-CN']
  const language = languages[Math.floor(now / TURN_LANGUAGE_MS) % languages.length] ?? 'zh-CN'
  const words = useWords(language)
  if (problem?.status === 404) return <Notice title={t('board.missing')} detail={t('board.missing-note')} />
  if (!view) return <Notice title={t('board.opening')} detail={t('board.opening-note')} />
  const said = voice.speaking && words.t('board.saying', { label: voice.speaking.label, room: words.room({ name: voice.speaking.pointName, nameEn: voice.speaking.pointNameEn }) })
  const sound = !view.layout.voice ? undefined
    : voice.isBlocked ? <button type="button" className="boards-voice" onClick={voice.allow}>{words.t('board.voice-allow')}</button>
      : said ?? words.t(voice.way === 'chime' ? 'board.voice-chime' : 'board.voice-on')
  return <BoardFace view={view} now={now} language={language} screen={screen} age={age} spoken={voice.speaking?.pointId ?? null} voice={sound} />
}
