import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

/** Reads the page's main part out. Hidden where the device has no voice: a button that does nothing is worse than none. */
export function ReadAloud() {
  const { t, i18n } = useTranslation('ui')
  const [speaking, setSpeaking] = useState(false)
  const able = typeof speechSynthesis !== 'undefined'
  useEffect(() => () => { if (able) speechSynthesis.cancel() }, [able])
  if (!able) return null
  const toggle = () => {
    speechSynthesis.cancel()
    if (speaking) { setSpeaking(false); return }
    const words = new SpeechSynthesisUtterance(`${document.querySelector('h1')?.innerText ?? ''}。${document.getElementById('main')?.innerText ?? ''}`)
    words.lang = i18n.language === 'en' ? 'en-GB' : 'zh-CN'
    words.rate = 0.85
    words.onend = words.onerror = () => setSpeaking(false)
    speechSynthesis.speak(words)
    setSpeaking(true)
  }
  return <button type="button" className="pill" aria-pressed={speaking} aria-label={t('read-label')} onClick={toggle}><Icon name={speaking ? 'pause' : 'sound'} />{t('read')}</button>
}
