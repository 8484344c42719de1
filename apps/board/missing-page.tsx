import { useTranslation } from 'react-i18next'
import { Board, RoomBand } from '#ui/index.ts'

/** A screen without a zone yet: it says so to the one who hangs it up, and nothing to patients. */
export function Component() {
  const { t } = useTranslation('board')
  return <Board title={t('none.title')} foot={t('foot')} calling={false} rooms={1}><RoomBand room="—" doctor="" state="closed" message={t('none.message')} detail={t('none.detail')} /></Board>
}
