import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSeenAt } from '#client/index.ts'
import { Alert, formatTime } from '#ui/index.ts'

/** No network: what is on the page is from earlier, and it says from when. */
export function StaleNotice() {
  const { t } = useTranslation('shell')
  const seenAt = useSeenAt()
  const [offline, setOffline] = useState(() => !navigator.onLine)
  useEffect(() => {
    const note = () => setOffline(!navigator.onLine)
    window.addEventListener('online', note)
    window.addEventListener('offline', note)
    return () => {
      window.removeEventListener('online', note)
      window.removeEventListener('offline', note)
    }
  }, [])
  if (seenAt !== undefined) return <Alert tone="warning" icon="refresh" title={t('offline.title')}>{t('offline.seen', { time: formatTime(seenAt) })}</Alert>
  if (offline) return <Alert tone="warning" icon="refresh" title={t('offline.title')}>{t('offline.kept')}</Alert>
  return null
}
