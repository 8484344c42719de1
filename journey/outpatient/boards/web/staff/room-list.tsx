import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Icon } from '#ui/index.ts'
import type { EditorZone, LayoutContent } from '../../contract.ts'
import { moveRoom, roomChoices, toggleRoom } from './draft.ts'

/** The rooms in the order of the board: dragged, or moved with the buttons beside them. */
export function RoomList({ content, zones, onChange }: { content: LayoutContent; zones: readonly EditorZone[]; onChange: (rooms: number[]) => void }) {
  const { t, i18n } = useTranslation('boards')
  const [dragged, setDragged] = useState<number>()
  const choices = roomChoices(content, zones)
  const count = choices.filter((room) => room.isShown).length
  const nameOf = (room: { name: string; nameEn: string }) => (i18n.language === 'en' && room.nameEn) || room.name
  const drop = (to: number) => {
    if (dragged !== undefined && dragged !== to) onChange(moveRoom(choices, dragged, to))
    setDragged(undefined)
  }
  return (
    <div className="stack">
      <p className="small muted">{t(content.rooms.length === 0 ? 'edit.rooms-all' : 'edit.rooms-own')}</p>
      <ol className="boards-rooms" aria-label={t('edit.rooms')}>
        {choices.map((room, at) => (
          <li key={room.pointId} data-shown={room.isShown}>
            {room.isShown && (
              <button
                type="button" className="boards-handle" draggable aria-label={t('edit.drag', { room: nameOf(room) })} onDragStart={() => setDragged(at)} onDragEnd={() => setDragged(undefined)}
                onDragOver={(event) => event.preventDefault()} onDrop={() => drop(at)}
                onKeyDown={(event) => {
                  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
                  if (step === undefined) return
                  event.preventDefault()
                  onChange(moveRoom(choices, at, at + step))
                }}
              ><Icon name="grid" /></button>
            )}
            <span className="grow">{nameOf(room)} {content.zones.length > 1 && <span className="muted small">{nameOf(room.zone)}</span>}</span>
            {room.isShown && (
              <>
                <Button small kind="quiet" icon="down" className="boards-up" aria-label={t('edit.up', { room: nameOf(room) })} disabled={at === 0} onPress={() => onChange(moveRoom(choices, at, at - 1))}>{null}</Button>
                <Button small kind="quiet" icon="down" aria-label={t('edit.down', { room: nameOf(room) })} disabled={at === count - 1} onPress={() => onChange(moveRoom(choices, at, at + 1))}>{null}</Button>
              </>
            )}
            <Button small kind="quiet" disabled={room.isShown && count === 1} aria-label={t(room.isShown ? 'edit.hide-room' : 'edit.show-room', { room: nameOf(room) })} onPress={() => onChange(toggleRoom(choices, room.pointId))}>{t(room.isShown ? 'edit.hide' : 'edit.show')}</Button>
          </li>
        ))}
      </ol>
      {content.rooms.length > 0 && <Button small onPress={() => onChange([])}>{t('edit.rooms-reset')}</Button>}
    </div>
  )
}
