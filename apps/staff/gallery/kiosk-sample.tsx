import { useTranslation } from 'react-i18next'
import { Kiosk, KioskIdentify, KioskTile, KioskTiles } from '#ui/index.ts'
import type { IconName } from '#ui/index.ts'

const ways: { key: string; icon: IconName }[] = [{ key: 'card', icon: 'id' }, { key: 'insurance', icon: 'card' }, { key: 'code', icon: 'qr' }, { key: 'face', icon: 'user' }]

export function KioskSample() {
  const { t } = useTranslation('gallery')
  const nothing = () => undefined
  return (
    <Kiosk place={t('hospital')} machine={t('machine')} title={t('kiosk-hello')} lead={t('kiosk-lead')} note={t('kiosk-note')}>
      <KioskIdentify title={t('identify')} lead={t('identify-lead')} ways={ways.map((way) => ({ ...way, label: t(`way.${way.key}`), onPress: nothing }))} />
      <KioskTiles label={t('services')}>
        <KioskTile icon="calendar" title={t('book')} hint={t('left', { count: 86 })} href="/gallery" />
        <KioskTile icon="receipt" title={t('pay')} hint={t('cash-too')} href="/gallery" />
        <KioskTile icon="print" title={t('print')} closed={t('print-closed')} />
        <KioskTile icon="route" title={t('way-there')} hint={t('place')} onPress={nothing} />
      </KioskTiles>
    </Kiosk>
  )
}
