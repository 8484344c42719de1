import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Button, Buttons, Sheet, TextField } from '#ui/index.ts'
import type { Client } from '../../contract.ts'

interface Form {
  readonly name: string
  readonly clientId: string
  readonly contact: string
  readonly keys: string
  readonly scopes: string
}

const USUAL = ['Organization.rs', 'Location.rs', 'HealthcareService.rs', 'Practitioner.rs', 'PractitionerRole.rs', 'Schedule.rs', 'Slot.rs', 'Patient.rs', 'Appointment.crus']
const empty: Form = { name: '', clientId: '', contact: '', keys: '', scopes: USUAL.map((scope) => `system/${scope}`).join('\n') }
const SCOPE = /^system\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|[cruds]{1,5})$/

/** Lets a program in: who it is, its public keys, and what it may. */
export function AddClient({ onClose, onDone }: { onClose: () => void; onDone: (name: string) => void }) {
  const { t } = useTranslation('integration')
  const known = useQueryClient()
  const [form, setForm] = useState(empty)
  const [isTried, setTried] = useState(false)
  const faults = faultsOf(form)
  const add = useMutation<Client, Problem>({
    mutationFn: () => api.post<Client>('/api/integration/clients', {
      body: { name: form.name, clientId: form.clientId, contact: form.contact, scopes: scopesOf(form), jwks: JSON.parse(form.keys) as unknown },
    }),
    onSuccess: async () => {
      await known.invalidateQueries({ queryKey: ['integration', 'clients'] })
      onDone(form.name)
    },
  })
  const field = (name: keyof Form) => ({
    value: form[name], onChange: (value: string) => setForm({ ...form, [name]: value }), name,
    error: isTried && faults[name] ? t(faults[name].text, { scope: faults[name].about ?? '' }) : undefined,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(faults).length === 0) add.mutate()
  }
  return (
    <Sheet title={t('form.title')} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <TextField label={t('form.name')} maxLength={100} autoFocus {...field('name')} />
        <TextField label={t('form.client-id')} hint={t('form.client-id-hint')} maxLength={64} {...field('clientId')} />
        <TextField label={t('form.contact')} maxLength={200} {...field('contact')} />
        <TextField label={t('form.keys')} hint={t('form.keys-hint')} rows={5} {...field('keys')} />
        <TextField label={t('form.scopes')} hint={t('form.scopes-hint')} rows={5} {...field('scopes')} />
        {add.isError && <Alert tone="danger">{add.error.title}</Alert>}
        <Buttons>
          <Button kind="primary" type="submit" busy={add.isPending}>{t('form.save')}</Button>
          <Button onPress={onClose}>{t('form.cancel')}</Button>
        </Buttons>
      </form>
    </Sheet>
  )
}

type Faults = Partial<Record<keyof Form, { readonly text: 'form.needed' | 'form.bad-id' | 'form.bad-keys' | 'form.private-key' | 'form.bad-scope'; readonly about?: string }>>

function faultsOf(form: Form): Faults {
  const faults: Faults = {}
  if (form.name.trim() === '') faults.name = { text: 'form.needed' }
  if (!/^[a-zA-Z0-9._-]{3,64}$/.test(form.clientId)) faults.clientId = { text: 'form.bad-id' }
  const keys = keysIn(form.keys)
  if (!keys) faults.keys = { text: 'form.bad-keys' }
  else if (keys.some((key) => 'd' in key)) faults.keys = { text: 'form.private-key' }
  const wrong = scopesOf(form).find((scope) => !SCOPE.test(scope))
  if (wrong !== undefined) faults.scopes = { text: 'form.bad-scope', about: wrong }
  else if (scopesOf(form).length === 0) faults.scopes = { text: 'form.needed' }
  return faults
}

function scopesOf({ scopes }: Form): string[] {
  return scopes.split(/\s+/).filter(Boolean)
}

function keysIn(text: string): object[] | undefined {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown }
    const isList = Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key === 'object' && key !== null && 'kty' in key)
    return isList ? (keys as object[]) : undefined
  } catch {
    return undefined
  }
}
