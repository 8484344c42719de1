import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, Sheet, TextField } from '#ui/index.ts'
import { useFleetActs } from './fleet-data.ts'

/** The address that makes a machine in the hall one of this hospital. */
export function SetUpSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('kiosk')
  const { setUp } = useFleetActs()
  const [machine, setMachine] = useState('')
  const [place, setPlace] = useState('')
  return (
    <Sheet title={t('staff.add')} onClose={onClose}>
      <div className="stack">
        <p>{t('staff.add-note')}</p>
        <TextField label={t('staff.name')} value={machine} onChange={setMachine} maxLength={40} />
        <TextField label={t('staff.place')} value={place} onChange={setPlace} maxLength={60} />
        {setUp.isError && <Alert tone="warning">{setUp.error.title}</Alert>}
        {setUp.data
          ? <Button kind="primary" href={setUp.data.path} target="_blank">{t('staff.open')}</Button>
          : <Button kind="primary" busy={setUp.isPending} disabled={machine.trim() === ''} onPress={() => setUp.mutate({ machine: machine.trim(), place: place.trim() })}>{t('staff.make')}</Button>}
      </div>
    </Sheet>
  )
}

/** Out of service, with a word for whoever comes to the machine. */
export function StopSheet({ machine, onClose }: { machine: string; onClose: () => void }) {
  const { t } = useTranslation('kiosk')
  const { service } = useFleetActs()
  const [message, setMessage] = useState(t('kiosk.out-note'))
  const [messageEn, setMessageEn] = useState('')
  return (
    <Sheet title={t('staff.stop-title', { name: machine })} onClose={onClose}>
      <div className="stack">
        <TextField label={t('staff.message')} value={message} onChange={setMessage} maxLength={80} />
        <TextField label={t('staff.message-en')} value={messageEn} onChange={setMessageEn} maxLength={120} />
        {service.isError && <Alert tone="warning">{service.error.title}</Alert>}
        <Button kind="danger" busy={service.isPending} onPress={() => service.mutate({ machine, inService: false, message, messageEn }, { onSuccess: onClose })}>{t('staff.stop-do')}</Button>
      </div>
    </Sheet>
  )
}
