/** A live camera in a <video> while the page is seen; let go when it is hidden or left. Effects: camera. */
import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { openCamera, stop, torch } from './stream'

export interface CameraState {
  readonly stream: MediaStream | null
  readonly error: 'camera_denied' | 'camera_gone' | null
  readonly lit: boolean
  readonly light: () => void
}

export function useCamera(video: RefObject<HTMLVideoElement | null>): CameraState {
  const [stream, show] = useState<MediaStream | null>(null)
  const [error, fail] = useState<CameraState['error']>(null)
  const [lit, light] = useState(false)
  useEffect(() => {
    let here = true
    let open: MediaStream | null = null
    const start = async (): Promise<void> => {
      try {
        const got = await openCamera()
        if (!here || video.current === null) return stop(got)
        open = got
        video.current.srcObject = got
        await video.current.play()
        show(got)
        fail(null)
      } catch (reason) {
        if (here) fail(reason instanceof DOMException && reason.name === 'NotAllowedError' ? 'camera_denied' : 'camera_gone')
      }
    }
    const seen = (): void => {
      if (document.visibilityState === 'visible' && open === null) void start()
      if (document.visibilityState === 'hidden') {
        stop(open)
        open = null
        show(null)
      }
    }
    void start()
    document.addEventListener('visibilitychange', seen)
    return () => {
      here = false
      stop(open)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [])
  const toggle = (): void => {
    if (stream === null) return
    void torch(stream, !lit).then(() => light(!lit), () => light(false))
  }
  return { stream, error, lit, light: toggle }
}
