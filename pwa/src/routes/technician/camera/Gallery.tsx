/** Photos taken elsewhere: the fallback where there is no camera in the page. JPEG and PNG are asked for, so that iOS converts. */
import { useRef } from 'preact/hooks'
import { Button } from '../../../ui/Button'
import { images } from '../../../ui/icons'
import { t } from '../words'

export function Gallery({ onPick }: { onPick: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button kind="plain" icon={images} onClick={() => input.current?.click()}>{t('gallery')}</Button>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/heic,image/webp"
        multiple
        hidden
        data-slot-input=""
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          if (files.length > 0) onPick(files)
        }}
      />
    </>
  )
}
