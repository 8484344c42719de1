import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, Sheet } from '#ui/index.ts'
import type { HelpCall } from '../../contract.ts'
import { passNow } from './pass.ts'
import { stepNow } from './step.ts'

/** Somebody at the machine wants a person: called at once, and the screen says when one is on the way. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('kiosk')
  const headers = { 'x-kiosk-pass': passNow() ?? '' }
  const called = useQuery({
    queryKey: ['kiosk', 'help', 'call'], gcTime: 0, staleTime: Infinity, retry: 1,
    queryFn: () => api.post<HelpCall>('/api/kiosk/help', { headers, anonymous: true, body: { step: stepNow() } }),
  })
  const seen = useQuery({
    queryKey: ['kiosk', 'help', 'seen'], gcTime: 0, enabled: called.isSuccess, refetchInterval: 1_500,
    queryFn: () => api.get<{ call: HelpCall | null }>('/api/kiosk/help', { headers, anonymous: true }),
  })
  const call = seen.data?.call ?? called.data
  const isComing = call?.comingAt != null
  const title = called.isError ? t('help.failed') : isComing ? t('help.coming') : t('help.calling')
  return (
    <Sheet title={title} onClose={onClose}>
      <div className="stack" role="status">
        {called.isError
          ? <Alert tone="warning">{t('help.failed-note')}</Alert>
          : <Alert tone={isComing ? 'success' : 'info'} icon={isComing ? 'walk' : 'call'}>{isComing ? (call.comingBy ? t('help.coming-note', { name: call.comingBy }) : t('help.coming-note-plain')) : t('help.calling-note')}</Alert>}
        <Button kind="primary" block onPress={onClose}>{t('help.ok')}</Button>
      </div>
    </Sheet>
  )
}
