/** Gives a file to the person: through the share sheet where files can be shared, else as a download. Effects: the document. */
export async function handOver(file: Blob, kind = 'ofs'): Promise<void> {
  const named = new File([file], `doorstep-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')}.${kind}`, { type: file.type || 'application/octet-stream' })
  if (navigator.canShare?.({ files: [named] })) {
    try {
      return await navigator.share({ files: [named] })
    } catch (reason) {
      if (reason instanceof DOMException && reason.name === 'AbortError') throw reason
    }
  }
  const url = URL.createObjectURL(named)
  const link = document.createElement('a')
  link.href = url
  link.download = named.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
