import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeLanguage } from '#apps/shell/i18n.ts'
import { api } from '#client/index.ts'
import type { SessionState } from '#journey/throughout/access/contract.ts'
import { Avatar, Button, Segmented, Sheet } from '#ui/index.ts'

/** Who works here, where, as what; and the way out at the end of the day. */
export function Who({ session }: { session: SessionState }) {
  const { t, i18n } = useTranslation('staff')
  const [open, setOpen] = useState(false)
  const client = useQueryClient()
  const leave = useMutation({
    mutationFn: () => api.delete('/api/access/session'),
    // Nothing of the last person may stay on a shared desk.
    onSuccess: () => { client.clear(); location.assign('/staff/sign-in') },
  })
  const { staff } = session
  if (!staff) return null
  const name = session.person?.name ?? staff.displayName
  return (
    <>
      <button type="button" className="bar__who item" style={{ width: 'auto', padding: '4px 8px' }} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Avatar name={name.slice(0, 1)} />
        <span><strong className="small">{name}</strong><br /><span className="caption muted">{staff.roles.map((role) => t(`role.${role}`)).join(t('and'))}</span></span>
      </button>
      {open && (
        <Sheet title={name} onClose={() => setOpen(false)}>
          <p className="muted">{staff.name}</p>
          <Segmented
            label={t('language')} value={i18n.language} options={[{ value: 'zh-CN', label: '中文' }, { value: 'en', label: 'English' }]}
            onChange={(value) => void changeLanguage(i18n, value === 'en' ? 'en' : 'zh-CN')}
          />
          <Button block busy={leave.isPending} onPress={() => leave.mutate()}>{t('sign-out')}</Button>
        </Sheet>
      )}
    </>
  )
}
