import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, serverNow } from '#client/index.ts'
import { isMobilePhone } from '#journey/throughout/people/contract.ts'
import type { Family } from '#journey/throughout/people/contract.ts'
import { Alert, Button, Checkbox, localDay, RadioGroup, Select, Sheet, TextField } from '#ui/index.ts'
import { type Leaves, type Scope, scopes as allScopes } from '../../contract.ts'

const HOUR = 3_600_000
/** Until when: the end of this day, two hours, or three days for somebody who comes again. */
const ends = { tonight: () => `${localDay(serverNow())}T21:00:00+08:00`, two: () => new Date(serverNow() + 2 * HOUR).toISOString(), three: () => new Date(serverNow() + 72 * HOUR).toISOString() } as const
type End = keyof typeof ends

/** Who, what, until when: three questions. The patient ticks each thing by hand; nothing that costs money is ticked beforehand. */
export function LetFollow({ relatives, onClose }: { relatives: Leaves['relatives']; onClose: () => void }) {
  const { t } = useTranslation('companion')
  const client = useQueryClient()
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => api.get<Family>('/api/people/family') })
  const [relative, setRelative] = useState('')
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [scopes, setScopes] = useState<readonly Scope[]>(['where', 'next', 'waiting'])
  const [end, setEnd] = useState<End>(Date.parse(ends.tonight()) > serverNow() + HOUR ? 'tonight' : 'two')
  const personId = family.data?.members.find((one) => one.kind === 'self')?.personId
  const isRight = personId !== undefined && name.trim() !== '' && scopes.length > 0 && (relative !== '' || isMobilePhone(phone.trim()))
  const make = useMutation({
    mutationFn: () => api.post<Leaves>('/api/companion/leaves', { body: { personId, name: name.trim(), scopes, endsAt: ends[end](), ...(relative ? { companionId: relative } : { phone: phone.trim() }) } }),
    onSuccess: (leaves) => { client.setQueryData(['companion', 'leaves'], leaves); onClose() },
  })
  const toggle = (scope: Scope) => (on: boolean) => setScopes(on ? [...scopes, ...(scope === 'pay' && !scopes.includes('bill') ? ['bill' as const] : []), scope] : scopes.filter((one) => one !== scope && !(scope === 'bill' && one === 'pay')))
  const choose = (id: string) => { setRelative(id); if (id && !name) setName(t(`kind.${relatives.find((one) => one.personId === id)?.kind ?? 'relative'}`, { defaultValue: t('kind.relative') })) }
  const send = (event: FormEvent) => { event.preventDefault(); if (isRight) make.mutate() }
  return (
    <Sheet title={t('add')} onClose={onClose}>
      <form className="stack" onSubmit={send}>
        {relatives.length > 0 && <Select label={t('form.relative')} value={relative} onChange={choose} empty={t('form.no-relative')} options={relatives.map((one) => ({ value: one.personId, label: one.nameMasked }))} />}
        <TextField label={t('form.name')} hint={t('form.name-hint')} value={name} onChange={setName} maxLength={40} />
        {relative === '' && <TextField label={t('form.phone')} hint={t('form.phone-hint')} type="tel" inputMode="tel" autoComplete="off" value={phone} onChange={setPhone} maxLength={11} />}
        <fieldset className="stack"><legend>{t('form.scopes')}</legend>{allScopes.map((scope) => <Checkbox key={scope} label={t(`scope-long.${scope}`)} checked={scopes.includes(scope)} onChange={toggle(scope)} />)}</fieldset>
        <RadioGroup label={t('form.until')} value={end} onChange={(value) => setEnd(value as End)} options={[...(Date.parse(ends.tonight()) > serverNow() ? ['tonight' as const] : []), 'two' as const, 'three' as const].map((value) => ({ value, label: t(`form.end.${value}`) }))} />
        {make.isError && <Alert tone="danger" title={make.error.title} />}
        <Button kind="primary" block type="submit" busy={make.isPending} disabled={!isRight}>{t('form.send')}</Button>
        <p className="small muted">{t('form.note')}</p>
      </form>
    </Sheet>
  )
}
