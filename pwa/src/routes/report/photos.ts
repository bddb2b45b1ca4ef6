/**
 * A photo from a phone, made small and sent under the SHA-256 of its bytes.
 *
 * The bytes sent are the bytes hashed, so sending again is harmless and a cut upload goes on where it stopped:
 * the first attempt carries the body, after a failure `HEAD` tells the offset and `PATCH` sends the rest.
 *
 * Units    bytes, pixels.
 * Errors   `NotAPhoto` for what neither this browser nor the server can read.
 * Effects  canvas, fetch.
 */
import { ApiProblem, send } from '../../wire/request'

const LONGEST = 2048
const QUALITY = 0.82
/** What the server can read although this browser may not. */
const RAW = /^image\/(jpeg|png|webp|heic|heif)$/

export class NotAPhoto extends Error {}

/** JPEG of at most `LONGEST` pixels, upright; the original when this browser cannot draw it but the server can. */
export async function shrink(file: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    if (made) return made
  } catch {
    // Not drawable here; the server may still know the format.
  }
  if (RAW.test(file.type) && !file.type.endsWith('jpeg')) return file
  throw new NotAPhoto()
}

/** A picture of a few kilobytes as a data URL, to show again after a reload; empty when this browser cannot draw it. */
export async function thumb(file: Blob): Promise<string> {
  try {
    const picture = await createImageBitmap(file)
    const canvas = document.createElement('canvas')
    const scale = Math.min(1, 160 / Math.max(picture.width, picture.height))
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return canvas.toDataURL('image/jpeg', 0.6)
  } catch {
    return ''
  }
}

export async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const TUS = { 'Tus-Resumable': '1.0.0' }
/** The only type the server takes bytes under; what they are is told beside it. */
const STREAM = { ...TUS, 'Content-Type': 'application/offset+octet-stream' }

/** Sends a blob until the server holds all of it; `told` hears how many bytes it has. */
export async function upload(sha: string, blob: Blob, told: (sent: number) => void): Promise<void> {
  const path = `/blobs/${sha}`
  const first = await tried(() =>
    send('POST', path, {
      headers: { ...STREAM, 'Upload-Length': String(blob.size), 'Upload-Mime': blob.type || 'image/jpeg' },
      body: blob,
      patienceMs: 120_000,
    }),
  )
  let offset = offsetOf(first)
  for (let attempt = 0; offset < blob.size; attempt++) {
    if (attempt === 4) throw new ApiProblem(first?.status ?? 0, {})
    offset = offsetOf(await tried(() => send('HEAD', path, { headers: TUS })))
    told(offset)
    if (offset >= blob.size) break
    const rest = await tried(() =>
      send('PATCH', path, {
        headers: { ...STREAM, 'Upload-Offset': String(offset) },
        body: blob.slice(offset),
        patienceMs: 120_000,
      }),
    )
    offset = Math.max(offset, offsetOf(rest))
  }
  told(blob.size)
}

/** An answer, or null when the connection broke; a refusal that repeating cannot mend is thrown. */
async function tried(ask: () => Promise<Response>): Promise<Response | null> {
  let answer: Response
  try {
    answer = await ask()
  } catch {
    return null
  }
  if (answer.status >= 400 && answer.status < 500 && ![404, 408, 409, 429].includes(answer.status)) {
    const body = await answer.json().catch(() => ({}))
    throw new ApiProblem(answer.status, body as object)
  }
  return answer
}

const offsetOf = (answer: Response | null): number => (answer?.ok ? Number(answer.headers.get('Upload-Offset') ?? 0) : 0)
