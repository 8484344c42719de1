import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeLanguage } from '#apps/shell/i18n.ts'
import type { KioskHelp } from '#ui/index.ts'

const larger = '1.2'

/** The help row of this machine. Everything it changes goes back when the next person comes. */
export function useKioskHelp(onHelp: () => void): KioskHelp & { reset: () => void } {
  const { i18n } = useTranslation('kiosk')
  const [low, setLow] = useState(false)
  const english = i18n.language === 'en'
  const { style } = document.body
  return {
    low, onHelp,
    onLow: () => setLow(!low),
    onRead: () => read(english),
    onLarger: () => style.setProperty('--kk', style.getPropertyValue('--kk') === larger ? '1' : larger),
    language: english ? '中文' : 'English',
    onLanguage: () => void changeLanguage(i18n, english ? 'zh-CN' : 'en'),
    reset: () => {
      setLow(false)
      style.removeProperty('--kk')
      if (english) void changeLanguage(i18n, 'zh-CN')
    },
  }
}

function read(english: boolean): void {
  if (typeof speechSynthesis === 'undefined') return
  speechSynthesis.cancel()
  const words = new SpeechSynthesisUtterance(document.getElementById('main')?.innerText ?? '')
  words.lang = english ? 'en-GB' : 'zh-CN'
  words.rate = 0.85
  speechSynthesis.speak(words)
}
