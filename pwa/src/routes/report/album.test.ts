/** Photos of a report: what a reload brings back, what did not go, and what is sent again. */
import { afterEach, expect, test } from 'vitest'
import { heldOf, openAlbum, unsent } from './album'

const real = globalThis.fetch
afterEach(() => {
  globalThis.fetch = real
})

const photo = () => new File([new Uint8Array(10)], 'leak.png', { type: 'image/png' })
const answers = (status: number) => {
  globalThis.fetch = (async () => new Response(status === 201 ? null : '{}', { status, headers: { 'Upload-Offset': '10' } })) as typeof fetch
}
const rested = async (album: ReturnType<typeof openAlbum>) => {
  while (album.shots.get().some((shot) => shot.state === 'preparing' || shot.state === 'sending')) await new Promise((done) => setTimeout(done))
}

test('a reload shows the photos that the server holds and sends them with the report', () => {
  const album = openAlbum([{ sha: 'ab', thumb: 'data:1' }])
  expect(album.shots.get()).toMatchObject([{ sha: 'ab', url: 'data:1', state: 'sent' }])
  expect(heldOf(album.shots.get())).toEqual([{ sha: 'ab', thumb: 'data:1' }])
})

test('a photo that did not go is counted, and goes when it is sent again', async () => {
  const album = openAlbum()
  answers(401)
  album.add([photo()])
  await rested(album)
  expect([unsent(album.shots.get()), album.shots.get()[0]?.late]).toEqual([1, true])
  answers(201)
  album.again()
  await rested(album)
  expect([unsent(album.shots.get()), heldOf(album.shots.get()).length]).toEqual([0, 1])
})

test('under a new bearer, what is still here goes again and what is not must be chosen again', async () => {
  answers(201)
  const album = openAlbum([{ sha: 'ab', thumb: '' }])
  album.add([photo()])
  await rested(album)
  album.unheld()
  await rested(album)
  expect(album.shots.get().map((shot) => shot.state)).toEqual(['lost', 'sent'])
  expect(unsent(album.shots.get())).toBe(1)
})
