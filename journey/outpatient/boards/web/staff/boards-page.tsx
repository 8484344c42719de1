import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bones, Button, Desk, EmptyState, ErrorState, List, ListItem, Pane, useFormat } from '#ui/index.ts'
import type { Boards, Layout } from '../../contract.ts'
import { Editor } from './editor.tsx'
import { NewBoardSheet } from './new-board-sheet.tsx'
import { ScreensPane } from './screens-pane.tsx'
import { useBoards, useLayout } from './boards-data.ts'
import './boards-page.css'

/** The boards of the house, edited from the desk: what a wall shows changes by itself the moment it is published. */
export function Component() {
  const { t } = useTranslation('boards')
  const read = useBoards()
  const [chosen, setChosen] = useState('')
  const [isMaking, setMaking] = useState(false)
  const boards = read.data
  const id = boards?.layouts.some((one) => one.id === chosen) ? chosen : (boards?.layouts[0]?.id ?? '')
  return (
    <Desk title={t('staff.title')} panes="300px 1fr" actions={<Button small icon="plus" onPress={() => setMaking(true)}>{t('staff.new')}</Button>}>
      <Pane label={t('staff.boards')}>
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.isPending && <Bones />}
        {boards && <Layouts boards={boards} id={id} onChoose={setChosen} />}
        {boards && <ScreensPane layouts={boards.layouts} layoutId={id} />}
      </Pane>
      {boards && id !== '' ? <Chosen key={id} id={id} boards={boards} /> : (
        <Pane label={t('staff.title')} paper>{boards && <EmptyState title={t('staff.none')}>{t('staff.none-note')}</EmptyState>}</Pane>
      )}
      {isMaking && boards && <NewBoardSheet zones={boards.zones} onMade={(made) => { setChosen(made); setMaking(false) }} onClose={() => setMaking(false)} />}
    </Desk>
  )
}

function Layouts({ boards, id, onChoose }: { boards: Boards; id: string; onChoose: (id: string) => void }) {
  const { t } = useTranslation('boards')
  const format = useFormat()
  const about = (one: Layout) => (one.publishedAt ? t('staff.version', { version: one.version, time: format.dayTime(one.publishedAt) }) : t('staff.untouched'))
  return (
    <List label={t('staff.boards')}>
      {boards.layouts.map((one) => <ListItem key={one.id} title={format.language === 'en' && one.nameEn ? one.nameEn : one.name} note={about(one)} selected={one.id === id} onPress={() => onChoose(one.id)} />)}
    </List>
  )
}

function Chosen({ id, boards }: { id: string; boards: Boards }) {
  const { t } = useTranslation('boards')
  const institutionId = boards.layouts.find((one) => one.id === id)?.institutionId
  const read = useLayout(id, institutionId)
  if (read.data) return <Editor history={read.data} zones={boards.zones} />
  return <Pane label={t('staff.title')} paper>{read.isError ? <ErrorState problem={read.error} onRetry={() => void read.refetch()} /> : <Bones />}</Pane>
}
