/** A photo that was made small. Pure: types only. */
export interface Shrunk {
  readonly blob: Blob
  readonly width: number
  readonly height: number
  readonly warnings: readonly string[]
}
