import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Anchor, Button, Pane, useFormat } from '#ui/index.ts'
import type { EditorZone, LayoutContent, LayoutHistory } from '../../contract.ts'
import { contentOf, isSame } from './draft.ts'
import { LookFields, MessageFields, VoiceFields, WhatFields } from './fields.tsx'
import { Preview } from './preview.tsx'
import { useLayoutActs } from './boards-data.ts'

/** One layout: what is on the board, how it looks and sounds, beside a picture of it as it would be this moment. */
export function Editor({ history, zones }: { history: LayoutHistory; zones: readonly EditorZone[] }) {
  const { t } = useTranslation('boards')
  const format = useFormat()
  const { layout } = history
  const acts = useLayoutActs(layout.id)
  /** Undefined: nothing was changed here, so that what others publish is simply shown. */
  const [draft, setDraft] = useState<{ content: LayoutContent; from: number }>()
  const content = draft?.content ?? contentOf(layout)
  const change = (part: Partial<LayoutContent>) => setDraft({ content: { ...content, ...part }, from: draft?.from ?? layout.version })
  const isChanged = draft !== undefined && !isSame(draft.content, contentOf(layout))
  const isBehind = isChanged && draft.from !== layout.version
  const publish = (version: number) => acts.publish.mutate({ version, content }, { onSuccess: () => setDraft(undefined) })
  const failed = [acts.publish, acts.undo].find((act) => act.isError && act.error.code !== 'boards.changed-meanwhile')
  const foot = (
    <div className="boards-foot">
      <Button kind="primary" disabled={!isChanged || isBehind || content.zones.length === 0} busy={acts.publish.isPending} onPress={() => publish(layout.version)}>{t('staff.publish')}</Button>
      <Button disabled={!isChanged} onPress={() => setDraft(undefined)}>{t('staff.discard')}</Button>
      <Button icon="undo" disabled={!history.canUndo || isChanged} busy={acts.undo.isPending} onPress={() => acts.undo.mutate(layout.version, { onSuccess: () => setDraft(undefined) })}>{t('staff.undo')}</Button>
      <span className="small muted" role="status">{layout.publishedAt ? t('staff.published', { version: layout.version, name: layout.publishedBy, time: format.dayTime(layout.publishedAt) }) : t('staff.untouched')}</span>
    </div>
  )
  return (
    <Pane label={layout.name} paper foot={foot}>
      <div className="boards-editor">
        <div className="stack">
          {isBehind && (
            <Alert tone="warning" title={t('staff.behind', { name: layout.publishedBy, version: layout.version })}>
              <p>{t('staff.behind-note')}</p>
              <div className="buttons"><Button small onPress={() => setDraft(undefined)}>{t('staff.take-theirs')}</Button><Button small onPress={() => publish(layout.version)}>{t('staff.take-mine')}</Button></div>
            </Alert>
          )}
          {failed?.error && <Alert tone="warning">{failed.error.title || t('staff.offline')}</Alert>}
          <WhatFields content={content} zones={zones} onChange={change} />
          <LookFields content={content} onChange={change} />
          <VoiceFields content={content} onChange={change} />
          <MessageFields content={content} onChange={change} />
        </div>
        <div className="boards-beside stack">
          <Preview content={content} />
          <p className="small"><Anchor href={layout.boardPath} target="_blank" rel="noreferrer">{t('staff.open')}</Anchor><br /><span className="muted">{location.origin}{layout.boardPath}</span></p>
        </div>
      </div>
    </Pane>
  )
}
