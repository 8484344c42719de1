import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar, Icon, RadioGroup, Sheet, useChrome } from '#ui/index.ts'
import { chooseWhom, initialOf, useWhom } from './whom.ts'

/** For whom one looks, one press away. Nothing while there is only oneself, or nobody is signed in. */
export function WhoseCare() {
  const { t } = useTranslation('booking')
  const { elder } = useChrome()
  const { members, whom } = useWhom()
  const [open, setOpen] = useState(false)
  if (members.length < 2 || !whom) return null
  return (
    <>
      <button type="button" className="chip" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {!elder.on && <Avatar name={initialOf(whom.name)} tone="warm" size={26} />}{whom.kind === 'self' ? t('whom.self') : t('whom.for', { name: whom.name })}<Icon name="down" size={14} />
      </button>
      {open && (
        <Sheet title={t('whom.title')} onClose={() => setOpen(false)}>
          <RadioGroup
            label={t('whom.title')} value={whom.personId} onChange={(id) => { chooseWhom(id); setOpen(false) }}
            options={members.map((one) => ({ value: one.personId, label: one.name, note: one.kind === 'self' ? t('whom.self') : t(`relation.${one.kind}`) }))}
          />
        </Sheet>
      )}
    </>
  )
}
