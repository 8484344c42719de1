import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '#client/index.ts'
import { Segmented } from '#ui/index.ts'
import type { LayoutContent } from '../../contract.ts'
import { BoardFace } from '../face/board-face.tsx'
import { usePreview } from './boards-data.ts'

const SHAPES = { wide: { width: 1920, height: 1080 }, tall: { width: 1080, height: 1920 }, tablet: { width: 1024, height: 768 } } as const
type Shape = keyof typeof SHAPES
const FRAME = { width: 520, height: 480 }
/** What a phone leaves beside it. */
const MARGIN = 32

/** The board as it would be, drawn small; it is a picture and hears no keys. */
export function Preview({ content }: { content: LayoutContent }) {
  const { t } = useTranslation('boards')
  const [shape, setShape] = useState<Shape>('wide')
  const read = usePreview(content.zones.length > 0 ? content : undefined)
  const now = useServerNow()
  const { width, height } = SHAPES[shape]
  const room = Math.min(FRAME.width, document.documentElement.clientWidth - MARGIN)
  const scale = Math.min(room / width, FRAME.height / height)
  const screen = { width: width * scale, height: height * scale }
  const view = read.data && { ...read.data, layout: { ...read.data.layout, ...content } }
  return (
    <section className="stack" aria-label={t('edit.preview')}>
      <Segmented label={t('edit.shape')} value={shape} onChange={(value) => setShape(value as Shape)} options={(Object.keys(SHAPES) as Shape[]).map((value) => ({ value, label: t(`edit.shape-${value}`) }))} />
      <div className="boards-preview" data-surface="board" aria-hidden="true" inert style={screen}>
        {view && <BoardFace view={view} now={now} language={content.languages[0] ?? 'zh-CN'} screen={screen} age={null} spoken={null} voice={content.voice ? t('board.voice-on') : undefined} isPreview />}
      </div>
      {read.isError && <p className="small muted" role="status">{read.error.title || t('staff.offline')}</p>}
    </section>
  )
}
