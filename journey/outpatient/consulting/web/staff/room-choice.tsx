import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Anchor, Button, List, ListItem, Pane, Sheet } from '#ui/index.ts'
import type { MyRoom } from '#journey/outpatient/arrival/contract.ts'
import type { RoomActs } from './room-data.ts'

/** In which room the doctor sits today; boards then show the name there. */
function Choices({ now, acts, onChosen }: { now: MyRoom; acts: RoomActs; onChosen?: (() => void) | undefined }) {
  const { t, i18n } = useTranslation('consulting')
  const nameOf = (room: { name: string; nameEn: string }) => (i18n.language === 'en' && room.nameEn) || room.name
  const choose = (pointId?: number) => acts.choose.mutate(pointId === undefined ? {} : { pointId }, onChosen ? { onSuccess: onChosen } : {})
  return (
    <div className="stack">
      <p className="muted">{t('choose-room.body')}</p>
      {now.choices.length > 0 && (
        <List label={t('choose-room.title')}>
          {now.choices.map((room) => {
            const isTaken = room.state === 'open' && room.staffedLabel !== '' && room.id !== now.room?.id
            return <ListItem key={room.id} icon="steth" title={nameOf(room)} note={isTaken ? t('choose-room.taken', { name: room.staffedLabel }) : undefined} selected={room.id === now.room?.id} disabled={isTaken} onPress={() => choose(room.id)} />
          })}
        </List>
      )}
      {acts.choose.isError && <Alert tone="warning">{acts.choose.error.title || t('offline')}</Alert>}
      <Button kind="soft" busy={acts.choose.isPending} onPress={() => choose()}>{t('choose-room.usual')}</Button>
    </div>
  )
}

/** Before anything else: where. */
export function RoomChoice({ now, acts }: { now: MyRoom; acts: RoomActs }) {
  const { t } = useTranslation('consulting')
  return <Pane label={t('choose-room.title')}><div className="consulting-choose"><h2>{t('choose-room.title')}</h2><Choices now={now} acts={acts} /></div></Pane>
}

/** In the bar: pause the calls, or move to another room. */
export function RoomButtons({ now, acts }: { now: MyRoom; acts: RoomActs }) {
  const { t } = useTranslation('consulting')
  const [isChoosing, setChoosing] = useState(false)
  const { room } = now
  if (!room) return null
  const isPaused = room.state !== 'open'
  return (
    <>
      <Button small kind={isPaused ? 'now' : 'outline'} icon="pause" busy={acts.setState.isPending} onPress={() => acts.setState.mutate({ pointId: room.id, state: isPaused ? 'open' : 'paused' })}>{t(isPaused ? 'queue.resume' : 'queue.pause')}</Button>
      <Button small kind="quiet" onPress={() => setChoosing(true)}>{t('choose-room.change')}</Button>
      <Anchor className="small" href="/caller">{t('caller.from-phone')}</Anchor>
      {isChoosing && <Sheet title={t('choose-room.title')} onClose={() => setChoosing(false)}><Choices now={now} acts={acts} onChosen={() => setChoosing(false)} /></Sheet>}
    </>
  )
}
