import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { changeLanguage } from '#apps/shell/i18n.ts'
import { Kiosk, Sheet } from '#ui/index.ts'

export function KioskPage(props: { title: string; lead?: ReactNode; children: ReactNode }) {
  const { t, i18n } = useTranslation('kiosk')
  const [low, setLow] = useState(false)
  const [asking, setAsking] = useState(false)
  const other = i18n.language === 'en' ? 'zh-CN' : 'en'
  const larger = () => document.body.style.setProperty('--kk', document.body.style.getPropertyValue('--kk') === '1.2' ? '1' : '1.2')
  const read = () => speechSynthesis.speak(new SpeechSynthesisUtterance(document.querySelector('main')?.innerText ?? ''))
  return (
    <Kiosk
      place={t('place')} machine={t('machine')} title={props.title} lead={props.lead} note={t('note')}
      help={{ low, onLow: () => setLow(!low), onRead: read, onLarger: larger, onHelp: () => setAsking(true), language: other === 'en' ? 'English' : '中文', onLanguage: () => void changeLanguage(i18n, other) }}
    >
      {props.children}
      {asking && <Sheet title={t('coming')} onClose={() => setAsking(false)}><p>{t('coming-note')}</p></Sheet>}
    </Kiosk>
  )
}
