import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, List, ListItem } from '#ui/index.ts'
import type { SessionState, Workplace } from '../../contract.ts'

/** Where one works today; the roles of that place count from then on. */
export function Workplaces({ workplaces, onDone }: { workplaces: readonly Workplace[]; onDone: (state: SessionState) => void }) {
  const { t } = useTranslation('access')
  const choose = useMutation<SessionState, Problem, number>({
    mutationFn: (institutionId) => api.post<SessionState>('/api/access/staff/institution', { body: { institutionId }, anonymous: true }),
    onSuccess: onDone,
  })
  return (
    <>
      {choose.isError && <Alert tone="danger">{choose.error.title}</Alert>}
      <List label={t('workplace.title')}>
        {workplaces.map((workplace) => (
          <ListItem key={workplace.institutionId} icon="building" title={workplace.name} note={workplace.roles.map((role) => t(`role.${role}`)).join(t('and'))} onPress={() => choose.mutate(workplace.institutionId)} />
        ))}
      </List>
    </>
  )
}
