/** What the server sends is what the service worker shows and opens. The message is `api.push.payload`'s, byte for byte. */
import { expect, test } from 'vitest'
import { noticeOf, target } from './notice'

const OURS = 'https://doorstep.test'
const SENT =
  '{"web_push":8030,"notification":{"title":"New work order: Unit leak","body":"Yunqi Lane · P1. Please answer.","navigate":"https://doorstep.test/t/job/order-1","tag":"order-1","kind":"offered"}}   '

test('a message of the server is shown in its words and opens the page of its work order', () => {
  const notice = noticeOf(SENT)
  expect(notice).toEqual({
    title: 'New work order: Unit leak',
    body: 'Yunqi Lane · P1. Please answer.',
    navigate: 'https://doorstep.test/t/job/order-1',
    tag: 'order-1',
    kind: 'offered',
  })
  expect(target(notice.navigate, OURS)).toBe('/t/job/order-1')
})

test('a message that nobody understands is shown all the same', () => {
  expect(noticeOf('plain words')).toMatchObject({ title: '上门 Doorstep', body: 'plain words', navigate: '/' })
  expect(noticeOf(undefined)).toMatchObject({ title: '上门 Doorstep', body: '' })
  for (const text of ['null', '{}', '7', '{"notification":null}']) expect(noticeOf(text).title).toBe('上门 Doorstep')
})

test('it opens pages of ours only', () => {
  expect(target('/l?order=7', OURS)).toBe('/l?order=7')
  expect(target('https://evil.example/t/job/7', OURS)).toBe('/t/job/7')
  expect(target('//evil.example//x', OURS)).toBe('/x')
  expect(target('javascript:alert(1)', OURS)).toBe('/')
  expect(target(undefined, OURS)).toBe('/')
})
