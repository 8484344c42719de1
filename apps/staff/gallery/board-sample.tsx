import { useTranslation } from 'react-i18next'
import { Board, RoomBand } from '#ui/index.ts'

export function BoardSample() {
  const { t } = useTranslation('gallery')
  return (
    <Board title={t('speciality')} zone={t('zone')} foot={t('board-foot')} voice={t('voice')} calling rooms={3}>
      <RoomBand state="calling" room={t('room', { number: 5 })} doctor={t('doctor')} number="A019" name={t('masked')} says={t('come-in')} next={{ label: t('up-next'), lines: [`A012 ${t('masked-2')}`, `A020 ${t('masked-3')}`] }} />
      <RoomBand state="consulting" room={t('room', { number: 3 })} doctor={t('doctor-2')} number="B031" name={t('masked-2')} says={t('consulting')} next={{ label: t('up-next'), lines: [`B032 ${t('masked-3')}`], note: t('board-wait') }} />
      <RoomBand state="late" room={t('room', { number: 6 })} doctor={t('doctor-3')} message={t('late-message')} detail={t('late-detail')} />
    </Board>
  )
}
