/** Notes on a job: what was seen and done, for the owner's file and the next visit. Kept as soon as they are saved. */
import { useState } from 'preact/hooks'
import type { PhoneView } from '../../../engine/model'
import { c } from '../../../text/common'
import { when } from '../../../text/format'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { squarePen } from '../../../ui/icons'
import { Sheet } from '../../../ui/Overlay'
import { Card, Section } from '../../../ui/Surface'
import { toast } from '../../../ui/Toast'
import type { Note } from '../../../wire/types.gen'
import { useGround, usePhone } from '../phone'
import { t } from '../words'

export function Notes({ view, now }: { view: PhoneView; now: number }) {
  const me = usePhone((state) => state.me.id)
  const [editing, edit] = useState<Note | 'new' | null>(null)
  const { order, place } = view.shown
  return (
    <Section title={t('notes')} aside={order.notes.length > 0 ? order.notes.length : undefined}>
      <Card>
        <div class="stack" style={{ gap: 'var(--s4)' }}>
          {order.notes.length === 0 && <p class="quiet">{t('noteEmpty')}</p>}
          {order.notes.map((note) => (
            <article key={note.id}>
              <p class="small hint num">{note.by_name} · {when(note.at, now, place.time_zone)}</p>
              <p style={{ whiteSpace: 'pre-line' }}>{note.text}</p>
              {note.by === me && <Button kind="plain" small icon={squarePen} onClick={() => edit(note)}>{t('editNote')}</Button>}
            </article>
          ))}
          <Button icon={squarePen} wide onClick={() => edit('new')}>{t('addNote')}</Button>
        </div>
      </Card>
      {editing !== null && <Write order={order.id} note={editing === 'new' ? null : editing} onClose={() => edit(null)} />}
    </Section>
  )
}

function Write({ order, note, onClose }: { order: string; note: Note | null; onClose: () => void }) {
  const { phone } = useGround()
  const [text, write] = useState(note?.text ?? '')
  const save = (): void => {
    const at = new Date().toISOString()
    if (note === null) void phone.act('note.add', order, { id: phone.newId(), text: text.trim(), at })
    else void phone.act('note.revise', order, { id: note.id, text: text.trim(), at })
    toast(t('noteSaved'))
    onClose()
  }
  return (
    <Sheet title={t('addNote')} onClose={onClose} footer={<Button kind="primary" wide disabled={text.trim() === ''} onClick={save}>{c('save')}</Button>}>
      <Field label={t('notes')} lines value={text} maxLength={2000} placeholder={t('notePlaceholder')} onInput={write} />
    </Sheet>
  )
}
