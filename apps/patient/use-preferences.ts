import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { changeLanguage } from '#apps/shell/i18n.ts'
import { choseLanguage } from '#apps/shell/language.ts'
import { changeReader, choseReader, useReader } from '#apps/shell/reader.ts'
import { useSession } from '#apps/shell/session.ts'
import { api } from '#client/index.ts'

/**
 * How somebody reads follows them to a new phone, and tells the server in which language to send messages.
 * What was chosen on this phone wins; what was chosen elsewhere fills in.
 */
export function usePreferences(): void {
  const { i18n } = useTranslation('patient')
  const reader = useReader()
  const session = useSession()
  const asked = useRef(false)
  const sent = useRef('')
  const account = session.data?.stage === 'full' ? session.data : undefined
  const textSize = reader.elder ? reader.size : 0
  const { language } = i18n
  useEffect(() => {
    if (!account || asked.current) return
    asked.current = true
    if (account.textSize > 0 && !choseReader()) changeReader({ elder: true, size: account.textSize as 1 | 2 | 3 | 4 })
    if (account.language && account.language !== i18n.language && !choseLanguage()) void changeLanguage(i18n, account.language)
  }, [account, i18n])
  useEffect(() => {
    if (!account || (account.textSize === textSize && account.language === language)) return
    if (!choseReader() && !choseLanguage()) return
    const choice = `${textSize} ${language}`
    if (sent.current === choice) return
    sent.current = choice
    // A courtesy: when it cannot be kept now, the next change keeps it.
    void api.put('/api/access/preferences', { body: { textSize, language: language === 'en' ? 'en' : 'zh-CN' }, anonymous: true }).catch(() => undefined)
  }, [account, textSize, language])
}
