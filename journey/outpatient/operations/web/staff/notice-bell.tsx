import { useTranslation } from 'react-i18next'
import { Button } from '#ui/index.ts'
import { useNotices } from './notices-data.ts'

/** In the bar of every page of a doctor, while there is something about their sessions they have not seen. */
export function NoticeBell() {
  const { t } = useTranslation('operations')
  const unseen = (useNotices().data ?? []).filter((one) => one.seenAt === null).length
  if (unseen === 0) return null
  return <Button small kind="soft" icon="bell" href="/extra-sessions">{t('notice.bell', { count: unseen })}</Button>
}
