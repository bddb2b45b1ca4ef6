/**
 * Reads a QR code with the camera: by the browser's own detector where it has one, else by a decoder fetched then.
 * Effects: camera.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { problem } from '../../../text/problems'
import { c } from '../../../text/common'
import { Button } from '../../../ui/Button'
import { Banner } from '../../../ui/Surface'
import { type Camera, NoCamera, openCamera } from '../../../platform/camera'
import { t } from '../words'

interface Detector {
  detect(image: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}

export function Scanner({ onRead, onClose }: { onRead: (text: string) => void; onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null)
  const told = useRef(onRead)
  told.current = onRead
  const [error, fail] = useState<string | null>(null)
  useEffect(() => {
    let here = true
    let camera: Camera | null = null
    const look = async (detector: Detector): Promise<void> => {
      if (!here || video.current === null) return
      const [code] = await detector.detect(video.current).catch(() => [])
      if (!here) return
      if (code !== undefined && code.rawValue !== '') return told.current(code.rawValue)
      setTimeout(() => void look(detector), 200)
    }
    const start = async (): Promise<void> => {
      camera = await openCamera()
      if (!here || video.current === null) return camera.close()
      video.current.srcObject = camera.stream
      await video.current.play()
      await look(await detectorFor())
    }
    start().catch((reason: unknown) => here && fail(reason instanceof NoCamera && reason.why === 'refused' ? 'camera_denied' : 'camera_gone'))
    return () => {
      here = false
      camera?.close()
    }
  }, [])
  if (error !== null) return <Banner tone="soon">{problem(error)}</Banner>
  return (
    <div class="stack">
      <div class="scanner"><video ref={video} muted playsInline aria-label={t('scanning')} /></div>
      <p class="small quiet">{t('scanning')}</p>
      <Button onClick={onClose}>{c('cancel')}</Button>
    </div>
  )
}

async function detectorFor(): Promise<Detector> {
  const Own = (globalThis as { BarcodeDetector?: new (how: { formats: string[] }) => Detector }).BarcodeDetector
  if (Own !== undefined) return new Own({ formats: ['qr_code'] })
  const { BarcodeDetector: Kept } = await import('qr/decode.js')
  return new Kept({ formats: ['qr_code'] }) as unknown as Detector
}
