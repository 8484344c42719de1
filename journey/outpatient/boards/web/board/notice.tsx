import { useTranslation } from 'react-i18next'
import { Board, RoomBand } from '#ui/index.ts'
import { FitScreen } from '../face/fit-screen.tsx'
import { fitBoard } from '../face/fit.ts'
import { useScreenSize } from './use-screen-size.ts'
import '../face/board.css'

/** A board with nothing to show yet says why, to the one who hangs it up. */
export function Notice({ title, detail }: { title: string; detail: string }) {
  const { t } = useTranslation('boards')
  const fit = fitBoard(useScreenSize(), { rooms: 1, columns: 0, typeSize: 'normal', messages: 0 })
  return (
    <FitScreen fit={fit}>
      <Board title={t('board.title')} foot={t('board.foot')} calling={false} rooms={1}><RoomBand room="—" doctor="" state="closed" message={title} detail={detail} /></Board>
    </FitScreen>
  )
}
