import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Alert, Button, Card, TextField } from '#ui/index.ts'
import type { AssistSession } from '../../contract.ts'
import { SamePage } from './same-page.tsx'

/** Six figures, then the same page. For both fronts a helper may sit at. */
export function Helping({ wide = false }: { wide?: boolean }) {
  const { t } = useTranslation('assistance')
  const [id, setId] = useState<string>()
  const [code, setCode] = useState('')
  const join = useMutation({
    mutationFn: () => api.post<AssistSession>('/api/assistance/join', { body: { code: code.replaceAll(/\D/g, '') }, idempotencyKey: crypto.randomUUID() }),
    onSuccess: (session) => { setId(session.id); setCode('') },
  })
  const isWhole = code.replaceAll(/\D/g, '').length === 6
  const send = (event: FormEvent) => { event.preventDefault(); if (isWhole) join.mutate() }
  if (id !== undefined) return <SamePage key={id} id={id} wide={wide} onAgain={() => setId(undefined)} />
  return (
    <Card>
      <form className="stack" onSubmit={send}>
        <p>{t('help.lead')}</p>
        <TextField label={t('help.code')} inputMode="numeric" autoComplete="one-time-code" maxLength={9} value={code} onChange={setCode} required />
        {join.isError && <Alert tone="danger" title={join.error.title} />}
        <Button kind="primary" type="submit" block={!wide} busy={join.isPending} disabled={!isWhole}>{t('help.come')}</Button>
      </form>
    </Card>
  )
}
