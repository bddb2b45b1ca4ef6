/** Buttons, fields, pickers and choices in every state. */
import { useState } from 'preact/hooks'
import { Button, IconButton } from '../../ui/Button'
import { Segmented, Stepper, Switch } from '../../ui/Choice'
import { Field } from '../../ui/Field'
import { bell, camera, check, phone, wrench } from '../../ui/icons'
import { Dialog, Sheet } from '../../ui/Overlay'
import { Picker } from '../../ui/Picker'
import { Card, Section } from '../../ui/Surface'
import { toast } from '../../ui/Toast'
import { MATERIALS } from './stories/catalogue'

const nothing = (): void => undefined

export function Controls() {
  const [text, write] = useState('')
  const [on, turn] = useState(true)
  const [way, choose] = useState<'list' | 'map'>('list')
  const [count, step] = useState(2)
  const [open, show] = useState<'sheet' | 'dialog' | null>(null)
  return (
    <Section title="Controls">
      <div class="specimens">
        <Card>
          <div class="stack">
            <Button kind="primary" icon={wrench} wide onClick={nothing}>开始维修 Start work</Button>
            <Button kind="primary" wide busy onClick={nothing}>正在发送 Sending</Button>
            <Button kind="primary" wide busy={0.4} onClick={nothing}>3 / 8</Button>
            <Button kind="primary" wide disabled onClick={nothing}>不可用 Disabled</Button>
            <Button icon={phone} wide onClick={nothing}>打电话 Call</Button>
            <Button kind="danger" wide onClick={nothing}>交还调度 Hand back</Button>
            <div class="row wrap"><Button kind="plain" onClick={nothing}>撤销 Undo</Button><Button small onClick={nothing}>小 Small</Button><IconButton icon={bell} label="通知 Notices" count={3} onClick={nothing} /><IconButton icon={camera} label="相机 Camera" onClick={nothing} /></div>
          </div>
        </Card>
        <Card>
          <div class="stack" style={{ gap: 'var(--s4)' }}>
            <Field label="签字人姓名 Signer" value={text} onInput={write} placeholder="张阿姨" />
            <Field label="打压测试 Pressure" value="0.6" unit="MPa" help="稳压 30 分钟 Hold for 30 min" onInput={nothing} />
            <Field label="到访码 Visit code" value="12" error="请输入 4 到 8 位数字" onInput={nothing} />
            <Field label="备注 Note" value="" lines optional onInput={nothing} />
          </div>
        </Card>
        <Card><Picker label="配件 Part" choices={MATERIALS.slice(0, 4).map((one) => ({ value: one.code, label: one.zh, hint: one.en, aside: one.code }))} onPick={(value) => toast(value)} /></Card>
        <Card>
          <div class="stack" style={{ gap: 'var(--s4)' }}>
            <Segmented label="View" value={way} onChange={choose} options={[{ value: 'list', label: '列表 List' }, { value: 'map', label: '地图 Map' }]} />
            <Switch label="上班中 On shift" help="下班后不再派单 No offers off shift" on={on} onChange={turn} />
            <Stepper label="数量 Quantity" value={count} min={1} shown={`${count} 个`} onChange={step} />
            <div class="row wrap">
              <Button onClick={() => show('sheet')}>Sheet</Button>
              <Button onClick={() => show('dialog')}>Dialog</Button>
              <Button onClick={() => toast('已出发 On my way', nothing)}>Toast</Button>
            </div>
          </div>
        </Card>
      </div>
      {open === 'sheet' && <Sheet title="为什么要停？ Why stop?" onClose={() => show(null)} footer={<Button kind="primary" icon={check} wide onClick={() => show(null)}>挂起 Put on hold</Button>}><p>待配件 Waiting for parts</p></Sheet>}
      {open === 'dialog' && <Dialog title="移除这张照片？ Remove this photo?" yes="移除 Remove" danger onYes={() => show(null)} onClose={() => show(null)}>办公室仍能看到移除记录。</Dialog>}
    </Section>
  )
}
