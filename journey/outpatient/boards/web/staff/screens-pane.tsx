import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button, ConfirmDialog, List, ListItem, Select, Sheet, Tag, TextField, useFormat } from '#ui/index.ts'
import type { Layout, Screen } from '../../contract.ts'
import { useScreenActs, useScreens } from './boards-data.ts'

/** A screen that said nothing for so long is not there. */
const AWAY_MS = 150_000

/** The screens on the walls: which one shows what, and when it was last heard of. */
export function ScreensPane({ layouts, layoutId }: { layouts: readonly Layout[]; layoutId: string }) {
  const { t } = useTranslation('boards')
  const format = useFormat()
  const read = useScreens()
  const [open, setOpen] = useState<Screen | 'new'>()
  const now = read.data ? Date.parse(read.data.asOf) : 0
  const state = (screen: Screen) => {
    if (screen.seenAt === null) return <Tag>{t('screens.never')}</Tag>
    return now - Date.parse(screen.seenAt) < AWAY_MS ? <Tag tone="success" icon="check">{t('screens.there')}</Tag> : <Tag tone="warning" icon="alert">{t('screens.away', { time: format.time(screen.seenAt) })}</Tag>
  }
  const nameOf = (id: string) => layouts.find((layout) => layout.id === id)?.name ?? ''
  return (
    <section className="stack boards-screens">
      <h2 className="small muted">{t('screens.title')}</h2>
      {read.data && read.data.screens.length > 0
        ? <List label={t('screens.title')}>{read.data.screens.map((screen) => <ListItem key={screen.id} title={screen.name} note={nameOf(screen.layoutId)} end={state(screen)} onPress={() => setOpen(screen)} />)}</List>
        : <p className="small muted">{t('screens.none')}</p>}
      <Button small icon="plus" onPress={() => setOpen('new')}>{t('screens.add')}</Button>
      {open === 'new' && <AddSheet layouts={layouts} layoutId={layoutId} onClose={() => setOpen(undefined)} />}
      {open && open !== 'new' && <ScreenSheet screen={open} layouts={layouts} onClose={() => setOpen(undefined)} />}
    </section>
  )
}

const options = (layouts: readonly Layout[]) => layouts.map((layout) => ({ value: layout.id, label: layout.name }))

function AddSheet({ layouts, layoutId, onClose }: { layouts: readonly Layout[]; layoutId: string; onClose: () => void }) {
  const { t } = useTranslation('boards')
  const [name, setName] = useState('')
  const [shows, setShows] = useState(layoutId)
  const { add } = useScreenActs()
  return (
    <Sheet title={t('screens.add')} onClose={onClose}>
      <div className="stack">
        <p>{t('screens.add-note')}</p>
        <TextField label={t('screens.name')} value={name} onChange={setName} maxLength={40} disabled={add.isSuccess} />
        <Select label={t('screens.shows')} value={shows} onChange={setShows} options={options(layouts)} disabled={add.isSuccess} />
        {add.isError && <Alert tone="warning">{add.error.title || t('staff.offline')}</Alert>}
        {add.data
          ? <><p className="small boards-address">{location.origin}{add.data.path}</p><Button kind="primary" href={add.data.path} target="_blank">{t('screens.open-here')}</Button></>
          : <Button kind="primary" busy={add.isPending} disabled={name.trim() === ''} onPress={() => add.mutate({ name: name.trim(), layoutId: shows })}>{t('screens.make')}</Button>}
      </div>
    </Sheet>
  )
}

function ScreenSheet({ screen, layouts, onClose }: { screen: Screen; layouts: readonly Layout[]; onClose: () => void }) {
  const { t } = useTranslation('boards')
  const [shows, setShows] = useState(screen.layoutId)
  const [isTaking, setTaking] = useState(false)
  const { change } = useScreenActs()
  if (isTaking) {
    return (
      <ConfirmDialog title={t('screens.take-down', { name: screen.name })} confirm={t('screens.take-down-do')} keep={t('screens.keep')} busy={change.isPending} onConfirm={() => change.mutate({ id: screen.id, isDown: true }, { onSuccess: onClose })} onKeep={() => setTaking(false)}>
        <p>{t('screens.take-down-note')}</p>
      </ConfirmDialog>
    )
  }
  return (
    <Sheet title={screen.name} onClose={onClose}>
      <div className="stack">
        <Select label={t('screens.shows')} value={shows} onChange={setShows} options={options(layouts)} />
        {change.isError && <Alert tone="warning">{change.error.title || t('staff.offline')}</Alert>}
        <Button kind="primary" busy={change.isPending} disabled={shows === screen.layoutId} onPress={() => change.mutate({ id: screen.id, layoutId: shows }, { onSuccess: onClose })}>{t('screens.change')}</Button>
        <Button kind="danger-line" onPress={() => setTaking(true)}>{t('screens.take')}</Button>
        <p className="small muted">{t('screens.page', { page: screen.pageVersion || '—', version: screen.showsVersion ?? '—' })}</p>
      </div>
    </Sheet>
  )
}
