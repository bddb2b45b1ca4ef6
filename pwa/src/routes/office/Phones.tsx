/** Work on phones: what was announced and never came, what still lies there, and files that somebody brought. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { wordFor } from '../../text'
import { d, operations } from '../../text/dispatcher'
import { ago, bytes, span, when } from '../../text/format'
import { h } from '../../text/house'
import { o } from '../../text/office'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { checkCheck, circleCheck, fileUp } from '../../ui/icons'
import { Banner, Card, EmptyState, Section, Skeleton } from '../../ui/Surface'
import { Table, type Column } from '../../ui/Table'
import { toast } from '../../ui/Toast'
import { useNow } from '../../ui/useNow'
import type { Go } from '../../router'
import type { DifferRow, GapRow, HolderRow, Imported, OrderName, PhonesPage } from '../../wire/types.gen'
import { deviceName, kindsOf, ranges, readImports, readPhones, settleGap, takeIn, type ImportRow } from './house'
import { PHONES_KEYS } from './keys'
import { useLoaded } from './load'
import { Oops } from './Oops'
import { KeyHelp, useKeys } from './useKeys'
import { useZone } from './zone'

export interface PhonesProps {
  readonly base: '/d' | '/l'
  readonly go: Go
  readonly help: boolean
  readonly onHelp: (open: boolean) => void
  readonly rung: number
}

export function Phones({ base, go, help, onHelp, rung }: PhonesProps) {
  const now = useNow(15_000)
  const page = useLoaded('phones', readPhones)
  const imports = useLoaded('imports', readImports)
  const pick = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (rung > 0) page.reload()
  }, [rung])
  const act = { board: () => go(base), parked: () => go(`${base}/parked`), import: () => pick.current?.click(), help: () => onHelp(true) }
  useKeys(PHONES_KEYS, (action) => act[action]())
  const { data } = page
  return (
    <div class="board">
      <div class="topbar"><h1 class="pagetitle">{h('phonesTitle')}</h1></div>
      <div class="scroll">
        <div class="house">
          {data === null && (page.problem === null ? <Skeleton lines={6} label={o('loading')} /> : <Oops problem={page.problem} onRetry={page.reload} />)}
          {data !== null && <Missing page={data} now={now} base={base} onSettled={page.put} />}
          {data !== null && <Holders rows={data.holders} now={now} base={base} />}
          {data !== null && data.differing.length > 0 && <Differing rows={data.differing} now={now} />}
          <Files rows={imports.data ?? []} now={now} pick={pick} onTaken={() => (imports.reload(), page.reload())} />
        </div>
      </div>
      {help && <KeyHelp map={PHONES_KEYS} word={(action) => d(`key_${action}`)} onClose={() => onHelp(false)} />}
    </div>
  )
}

function Missing({ page, now, base, onSettled }: { readonly page: PhonesPage; readonly now: number; readonly base: string; readonly onSettled: (page: PhonesPage) => void }) {
  const zone = useZone()
  const open = page.gaps.filter((gap) => gap.state === 'open')
  const past = page.gaps.filter((gap) => gap.state !== 'open')
  return (
    <>
      <Section title={h('missing')} aside={open.length > 0 ? open.length : undefined}>
        {open.length === 0 && <Card><EmptyState icon={circleCheck} title={h('missingNone')}>{h('missingNoneHint')}</EmptyState></Card>}
        {open.map((gap) => <Gap key={gap.id} gap={gap} now={now} base={base} onSettled={onSettled} />)}
      </Section>
      {past.length > 0 && (
        <details>
          <summary class="small quiet">{h('past')} · {past.length}</summary>
          <div class="stack" style={{ marginTop: 'var(--s2)' }}>
            {past.map((gap) => (
              <Card key={gap.id}>
                <p class="strong">{titleOf(gap)}</p>
                <p class="small quiet">{gap.state === 'came' ? h('came') : gap.note}</p>
                {gap.settled_at && <p class="tiny hint num">{h('settledBy', { who: gap.settled_by_code || '—', at: when(gap.settled_at, now, zone) })}</p>}
              </Card>
            ))}
          </div>
        </details>
      )}
    </>
  )
}

/** "3 updates, 2 photos" of what is missing now; of a settled one what it was about. */
function titleOf(gap: GapRow): string {
  const many = gap.numbers.reduce((sum, [first, last]) => sum + last - first + 1, 0)
  const photos = gap.photos.length + gap.more_photos
  const what = [many > 0 ? h('updates', { n: many }) : '', photos > 0 ? h('photos', { n: photos }) : ''].filter(Boolean)
  return h('gapTitle', { who: gap.by_code || gap.by, what: what.join(' + ') || h('updates', { n: 0 }) })
}

function Gap({ gap, now, base, onSettled }: { readonly gap: GapRow; readonly now: number; readonly base: string; readonly onSettled: (page: PhonesPage) => void }) {
  const zone = useZone()
  const [note, write] = useState('')
  const [busy, work] = useState(false)
  const [problem, fail] = useState<unknown>(null)
  const seen = gap.seen_at ?? gap.announced_at
  const settle = (): void => {
    if (note.trim().length < 2) return
    work(true)
    settleGap(gap.id, note.trim()).then((page) => (toast(h('settled')), onSettled(page)), fail).finally(() => work(false))
  }
  const photos = gap.photos.length + gap.more_photos
  return (
    <Card tone="late" label={titleOf(gap)}>
      <div class="stack">
        <div>
          <h3>{titleOf(gap)}</h3>
          <p class="small quiet">{gap.why === 'silent' ? h('why_silent', { span: span(now - Date.parse(seen)) }) : gap.why === 'replaced' ? h('why_replaced') : h('why_revoked')}</p>
        </div>
        <dl class="facts small">
          <dt>{h('orders')}</dt>
          <dd>{gap.orders.length > 0 ? <Orders orders={gap.orders} base={base} /> : h('unknownOrders')}</dd>
          {gap.operations.length > 0 && <><dt>{h('kinds')}</dt><dd>{kindsOf(gap.operations).map(([kind, n]) => `${wordFor(operations, kind)}${n > 1 ? ` × ${n}` : ''}`).join(' · ')}</dd></>}
          {gap.numbers.length > 0 && <><dt>{h('numbers')}</dt><dd class="num">{ranges(gap.numbers)}</dd></>}
          {photos > 0 && <><dt>{h('photoWord')}</dt><dd class="num">{h('photosOf', { n: photos, size: bytes(gap.photos.reduce((sum, one) => sum + (one.size ?? 0), 0)) })}</dd></>}
          <dt>{h('lastSeen')}</dt>
          <dd class="num">{when(seen, now, zone)} · {deviceName(gap.platform)}</dd>
          <dt>{h('announced')}</dt>
          <dd class="num">{when(gap.announced_at, now, zone)}</dd>
        </dl>
        <Oops problem={problem} />
        <div class="settle">
          <Field label={h('settleNote')} value={note} maxLength={500} onInput={write} onEnter={settle} />
          <Button kind="primary" busy={busy} disabled={note.trim().length < 2} onClick={settle}>{h('settle')}</Button>
        </div>
      </div>
    </Card>
  )
}

function Orders({ orders, base }: { readonly orders: readonly OrderName[]; readonly base: string }) {
  return <>{orders.map((order, n) => <span key={order.id}>{n > 0 && ' · '}<a class="num" href={`${base}?order=${order.id}`}>{order.number}</a> <span class="quiet">{order.label}</span></span>)}</>
}

function Holders({ rows, now, base }: { readonly rows: readonly HolderRow[]; readonly now: number; readonly base: string }) {
  const columns: Column<HolderRow>[] = [
    { key: 'who', title: h('person'), by: (row) => row.by_code, cell: (row) => <strong class="num nowrap">{row.by_code}</strong> },
    { key: 'waiting', title: h('waiting'), by: (row) => row.operations + row.photos, cell: (row) => <span class="num">{[row.operations > 0 ? h('updates', { n: row.operations }) : '', row.photos > 0 ? `${h('photos', { n: row.photos })} (${bytes(row.bytes)})` : ''].filter(Boolean).join(' · ')}</span> },
    { key: 'orders', title: h('orders'), cell: (row) => <span class="small">{row.orders.length > 0 ? <Orders orders={row.orders} base={base} /> : '—'}</span> },
    { key: 'seen', title: h('lastSeen'), by: (row) => row.seen_at, cell: (row) => <span class="small quiet nowrap num">{ago(row.seen_at, now)}</span> },
    { key: 'device', title: h('device'), cell: (row) => <span class="small quiet nowrap">{deviceName(row.platform)}</span> },
  ]
  return (
    <Section title={h('holders')} aside={rows.length > 0 ? rows.length : undefined}>
      <Table label={h('holders')} rows={rows} columns={columns} keyOf={(row) => row.device_id} empty={<Card><EmptyState icon={checkCheck} title={h('holdersNone')}>{h('holdersNoneHint')}</EmptyState></Card>} />
    </Section>
  )
}

/** Phones that held another picture than ours: they have read it anew, and nobody has to do anything but know. */
function Differing({ rows, now }: { readonly rows: readonly DifferRow[]; readonly now: number }) {
  const columns: Column<DifferRow>[] = [
    { key: 'who', title: h('person'), by: (row) => row.by_code, cell: (row) => <strong class="num nowrap">{row.by_code}</strong> },
    { key: 'times', title: h('differTimes'), by: (row) => row.times, cell: (row) => <span class="num">{row.times}</span> },
    { key: 'at', title: h('at'), by: (row) => row.at ?? '', cell: (row) => <span class="small quiet nowrap num">{row.at === null ? '' : ago(row.at, now)}</span> },
    { key: 'device', title: h('device'), cell: (row) => <span class="small quiet nowrap">{deviceName(row.platform)} · {row.build}</span> },
  ]
  return (
    <Section title={h('differing')} aside={rows.length}>
      <p class="small quiet">{h('differingHelp')}</p>
      <Table label={h('differing')} rows={rows} columns={columns} keyOf={(row) => row.device_id} />
    </Section>
  )
}

interface FilesProps {
  readonly rows: readonly ImportRow[]
  readonly now: number
  readonly pick: preact.RefObject<HTMLInputElement | null>
  readonly onTaken: () => void
}

function Files({ rows, now, pick, onTaken }: FilesProps) {
  const [busy, work] = useState(false)
  const zone = useZone()
  const [told, tell] = useState<Imported | null>(null)
  const [problem, fail] = useState<unknown>(null)
  const take = (file: File | undefined): void => {
    if (file === undefined) return
    work(true)
    fail(null)
    tell(null)
    takeIn(file).then((answer) => (tell(answer), onTaken()), fail).finally(() => work(false))
  }
  const columns: Column<ImportRow>[] = [
    { key: 'author', title: h('author'), by: (row) => row.author_code, cell: (row) => <strong class="num nowrap">{row.author_code || '—'}</strong> },
    { key: 'result', title: h('result'), cell: (row) => <span class="small">{saying(row.told)}</span> },
    { key: 'by', title: h('by'), by: (row) => row.by_code, cell: (row) => <span class="num nowrap">{row.by_code}</span> },
    { key: 'at', title: h('at'), by: (row) => row.at, cell: (row) => <span class="small quiet nowrap num">{when(row.at, now, zone)}</span> },
  ]
  const author = rows.find((row) => row.told.id === told?.id)?.author_code ?? ''
  return (
    <Section title={h('imports')}>
      <p class="small quiet">{h('importHelp')}</p>
      <input ref={pick} type="file" accept=".ofs,application/octet-stream" hidden aria-hidden="true" onChange={(event) => (take(event.currentTarget.files?.[0]), (event.currentTarget.value = ''))} />
      <div><Button icon={fileUp} busy={busy} onClick={() => pick.current?.click()}>{h('importFile')}</Button></div>
      <Oops problem={problem} />
      {told !== null && <Banner tone={told.again || told.photos_refused > 0 ? 'soon' : 'ok'} live title={told.again ? h('importedAgain') : h('importedTitle', { who: author })}>{saying(told)}</Banner>}
      {rows.length > 0 && <Table label={h('imports')} rows={rows} columns={columns} keyOf={(row) => row.told.id} />}
    </Section>
  )
}

/** What came of an import, in a line. */
export function saying(told: Imported): string {
  const { operations: n, applied, parked, held, known, photos, photos_known, photos_refused } = told
  return [
    h('importedWhat', { n, applied, parked, held, known }),
    photos + photos_known > 0 ? h('importedPhotos', { n: photos + photos_known, known: photos_known }) : '',
    photos_refused > 0 ? h('importedRefused', { n: photos_refused }) : '',
  ].filter(Boolean).join(' · ')
}
