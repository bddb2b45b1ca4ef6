/** What lies in the drop-box: looked into, taken in once, or put aside with a word. */
import { useEffect, useState } from 'preact/hooks'
import { wordFor } from '../../text'
import { operations } from '../../text/dispatcher'
import { bytes, when } from '../../text/format'
import { h } from '../../text/house'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { check, download, packageOpen } from '../../ui/icons'
import { Chip } from '../../ui/Marks'
import { Card, EmptyState, Section, Skeleton } from '../../ui/Surface'
import { toast } from '../../ui/Toast'
import { useNow } from '../../ui/useNow'
import { send } from '../../wire/request'
import type { Drop, Opened } from '../../wire/types.gen'
import { handleDrop, importDrop, openDrop, readAccounts, readDrops } from './house'
import { useLoaded } from './load'
import { Oops } from './Oops'
import { saying } from './Phones'
import { useZone } from './zone'

export function DropBox({ rung }: { readonly rung: number }) {
  const drops = useLoaded('dropbox', readDrops)
  const people = useLoaded('accounts', readAccounts)
  useEffect(() => {
    if (rung > 0) drops.reload()
  }, [rung])
  if (drops.data === null) return drops.problem === null ? <Skeleton lines={4} label={o('loading')} /> : <Oops problem={drops.problem} onRetry={drops.reload} />
  const code = (id: string): string => people.data?.find((one) => one.id === id)?.code ?? id
  return (
    <Section title={h('dropbox')} aside={drops.data.count > 0 ? drops.data.count : undefined}>
      {drops.data.items.length === 0 && <Card><EmptyState icon={packageOpen} title={h('dropNone')}>{h('dropNoneHint')}</EmptyState></Card>}
      {drops.data.items.map((drop) => <One key={drop.id} drop={drop} who={code(drop.user_id)} onDone={drops.reload} />)}
    </Section>
  )
}

function One({ drop, who, onDone }: { readonly drop: Drop; readonly who: string; readonly onDone: () => void }) {
  const now = useNow(60_000)
  const zone = useZone()
  const inside = useLoaded(`drop ${drop.id}`, (signal) => openDrop(drop.id, signal))
  const [note, write] = useState('')
  const [busy, work] = useState(false)
  const [problem, fail] = useState<unknown>(null)
  const done = (deed: Promise<string>): void => {
    work(true)
    fail(null)
    deed.then((said) => (toast(said), onDone()), fail).finally(() => work(false))
  }
  const raw = async (): Promise<void> => {
    const answer = await send('GET', `/dropbox/${drop.id}`)
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await answer.blob())
    link.download = `${drop.id}.bin`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  const content = inside.data
  return (
    <Card label={who}>
      <div class="stack">
        <div class="row wrap" style={{ justifyContent: 'space-between' }}>
          <h3 class="num">{h('dropFrom', { who, at: when(drop.received_at, now, zone), size: bytes(drop.bytes) })}</h3>
          <Chip tone={drop.reason === 'device_revoked' ? 'late' : 'soon'}>{drop.reason === 'device_revoked' ? h('drop_device_revoked') : h('drop_phone')}</Chip>
        </div>
        {content === null ? <Skeleton lines={2} label={o('loading')} /> : <Inside content={content} />}
        <Oops problem={problem ?? inside.problem} />
        {content !== null && content.operations.length > 0 && (
          <div>
            <Button kind="primary" icon={check} busy={busy} onClick={() => done(importDrop(drop.id).then(saying))}>{h('dropTake')}</Button>
            <p class="small quiet">{h('dropTakeHelp')}</p>
          </div>
        )}
        <div class="settle">
          <Field label={h('dropHandledNote')} optional value={note} maxLength={500} onInput={write} />
          <Button disabled={note.trim().length < 2} busy={busy} onClick={() => done(handleDrop(drop.id, note.trim()).then(() => h('settled')))}>{h('dropHandled')}</Button>
        </div>
        <div><Button small icon={download} onClick={() => void raw().catch(fail)}>{h('dropRaw')}</Button></div>
      </div>
    </Card>
  )
}

function Inside({ content }: { readonly content: Opened }) {
  const now = useNow(60_000)
  const zone = useZone()
  if (content.operations.length === 0) {
    return <><p class="small quiet">{content.form === 'bytes' ? h('drop_form_bytes') : h('drop_form_text')}</p><pre class="raw">{content.text}</pre></>
  }
  return (
    <ul class="list">
      {content.operations.map((op, n) => (
        <li key={op.op_id || n} class="line">
          <span class="grow"><span class="strong">{wordFor(operations, op.kind)}</span>{op.made_at && <span class="small hint num"> · {when(op.made_at, now, zone)}</span>}</span>
          {op.verdict !== '' && <Chip tone="ok">{h('dropKnown')}</Chip>}
        </li>
      ))}
    </ul>
  )
}
