import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { ListItem } from '#ui/index.ts'

/** The door on every page's help: ask somebody to look at this page with you. Its words come with the first press of help. */
export function AskForHelp(props: { onPress?: (() => void) | undefined }) {
  return <Suspense><Door {...props} /></Suspense>
}

function Door({ onPress }: { onPress?: (() => void) | undefined }) {
  const { t } = useTranslation('assistance')
  const { pathname, search } = useLocation()
  return <ListItem icon="share" title={t('ask.door')} note={t('ask.door-note')} href={`/assist?from=${encodeURIComponent(pathname + search)}`} onPress={onPress} />
}
