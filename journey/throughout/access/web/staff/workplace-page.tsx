import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { api } from '#client/index.ts'
import { Bones, Desk, ErrorState, Pane } from '#ui/index.ts'
import type { SessionState } from '../../contract.ts'
import { Workplaces } from './workplaces.tsx'

/** Changing to another of one's institutions in the middle of the day. */
export function Component() {
  const { t } = useTranslation('access')
  const client = useQueryClient()
  const navigate = useNavigate()
  const session = useQuery({ queryKey: ['access', 'session'], queryFn: () => api.get<SessionState>('/api/access/session') })
  const moved = (state: SessionState) => {
    // Everything read so far belongs to the other institution.
    client.clear()
    client.setQueryData(['access', 'session'], state)
    void navigate('/', { replace: true })
  }
  return (
    <Desk title={t('workplace.title')} panes="420px 1fr">
      <Pane label={t('workplace.title')}>
        {session.isPending && <Bones />}
        {session.isError && <ErrorState problem={session.error} onRetry={() => void session.refetch()} />}
        {session.data && <Workplaces workplaces={session.data.workplaces} onDone={moved} />}
      </Pane>
    </Desk>
  )
}
