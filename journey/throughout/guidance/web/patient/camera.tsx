import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Button } from '#ui/index.ts'

interface Detector { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }
type DetectorMaker = new (options: { formats: string[] }) => Detector

const maker = (): DetectorMaker | undefined => (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector

/** Not every browser reads codes; where it does not, the six characters are typed. */
export const canScan = (): boolean => maker() !== undefined && typeof navigator !== 'undefined' && navigator.mediaDevices !== undefined

/** Looks through the phone's camera until it sees a code. The picture goes nowhere. */
export function Camera({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) {
  const { t } = useTranslation('guidance')
  const video = useRef<HTMLVideoElement>(null)
  const [refused, setRefused] = useState(false)
  const seen = useEffectEvent(onCode)
  useEffect(() => {
    const Maker = maker()
    if (!Maker) return undefined
    const detector = new Maker({ formats: ['qr_code'] })
    let stream: MediaStream | undefined
    let isOver = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async (): Promise<void> => {
      const codes = video.current ? await detector.detect(video.current).catch(() => []) : []
      if (isOver) return
      if (codes[0]) return seen(codes[0].rawValue)
      timer = setTimeout(() => void look(), 200)
    }
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then((opened) => {
      stream = opened
      if (isOver || !video.current) return stop()
      video.current.srcObject = opened
      return void video.current.play().then(look)
    }, () => setRefused(true))
    const stop = (): void => stream?.getTracks().forEach((track) => track.stop())
    return () => {
      isOver = true
      clearTimeout(timer)
      stop()
    }
  }, [])
  if (refused) return <Alert tone="info" title={t('sign.no-camera')} />
  return (
    <div className="guide-camera">
      <video ref={video} muted playsInline aria-label={t('sign.camera')} />
      <Button kind="soft" onPress={onClose}>{t('sign.stop')}</Button>
    </div>
  )
}
