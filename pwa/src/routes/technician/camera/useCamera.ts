/** A live camera in a <video> while the page is seen; let go when it is hidden or left. Effects: camera. */
import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type Camera, NoCamera, openCamera } from '../../../platform/camera'

export interface CameraState {
  readonly camera: Camera | null
  readonly error: 'camera_denied' | 'camera_gone' | null
  readonly lit: boolean
  readonly light: () => void
}

/** Opens when `ready`: where it was opened is written down by then. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, ready: boolean): CameraState {
  const [camera, show] = useState<Camera | null>(null)
  const [error, fail] = useState<CameraState['error']>(null)
  const [lit, light] = useState(false)
  useEffect(() => {
    if (!ready) return
    let here = true
    let open: Camera | null = null
    const start = async (): Promise<void> => {
      try {
        const got = await openCamera()
        if (!here || video.current === null) return got.close()
        open = got
        video.current.srcObject = got.stream
        await video.current.play()
        show(got)
        fail(null)
      } catch (reason) {
        if (here) fail(reason instanceof NoCamera && reason.why === 'refused' ? 'camera_denied' : 'camera_gone')
      }
    }
    const seen = (): void => {
      if (document.visibilityState === 'visible' && open === null) void start()
      if (document.visibilityState === 'hidden') {
        open?.close()
        open = null
        show(null)
        light(false)
      }
    }
    void start()
    document.addEventListener('visibilitychange', seen)
    return () => {
      here = false
      open?.close()
      document.removeEventListener('visibilitychange', seen)
    }
  }, [ready])
  const toggle = (): void => void camera?.torch(!lit).then(() => light(!lit))
  return { camera, error, lit, light: toggle }
}
