import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Button, ConfirmDialog } from '#ui/index.ts'
import type { Client } from '../../contract.ts'

/** Stopping asks once; letting in again undoes it. */
export function StopClient({ client }: { client: Client }) {
  const { t } = useTranslation('integration')
  const known = useQueryClient()
  const [asking, setAsking] = useState(false)
  const change = useMutation<Client, Problem, boolean>({
    mutationFn: (active) => api.post<Client>(`/api/integration/clients/${client.clientId}/active`, { body: { active } }),
    onSuccess: async () => {
      await known.invalidateQueries({ queryKey: ['integration', 'clients'] })
      setAsking(false)
    },
  })
  return (
    <>
      {client.active
        ? <Button small onPress={() => setAsking(true)}>{t('disable')}</Button>
        : <Button small icon="undo" busy={change.isPending} onPress={() => change.mutate(true)}>{t('enable')}</Button>}
      {asking && (
        <ConfirmDialog
          title={t('confirm-title', { name: client.name })} confirm={t('confirm')} keep={t('keep')} busy={change.isPending}
          error={change.isError && <Alert tone="danger">{change.error.title}</Alert>} onConfirm={() => change.mutate(false)} onKeep={() => setAsking(false)}
        >
          <p>{t('confirm-text')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
