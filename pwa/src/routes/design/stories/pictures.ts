/** Two drawn "photos" of the same place, before and after, so that stories need no file and show the same everywhere. */
const scene = (inside: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="1200" height="900"><defs><linearGradient id="w" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#c9c2b4"/><stop offset="1" stop-color="#9c9485"/></linearGradient><linearGradient id="p" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#8d9aa0"/><stop offset=".45" stop-color="#e8eef0"/><stop offset="1" stop-color="#77858b"/></linearGradient></defs><rect width="400" height="300" fill="url(#w)"/><path d="M0 96h400M0 192h400M100 0v300M200 0v300M300 0v300" stroke="#b6ae9f" stroke-width="2"/><rect y="232" width="400" height="68" fill="#6f675b"/>${inside}</svg>`)}`

const pipe = (joint: string): string =>
  `<rect x="170" y="0" width="34" height="130" fill="url(#p)"/><path d="M170 130h34v42a24 24 0 0 0 24 24h90v34h-92a56 56 0 0 1-56-56z" fill="url(#p)"/><rect x="160" y="112" width="54" height="26" rx="5" fill="${joint}"/><rect x="296" y="188" width="24" height="50" rx="5" fill="#a9b4b8"/>`

const drop = (x: number, y: number): string => `<path d="M${x} ${y}c6 9 9 13 9 18a9 9 0 0 1-18 0c0-5 3-9 9-18z" fill="#6fa6c9" opacity=".9"/>`

export const LEAK = scene(`<path d="M130 120q50-40 120 6 20 60-10 110-60 24-120-4-20-60 10-112z" fill="#7b735f" opacity=".55"/>${pipe('#8a5a3c')}${drop(188, 142)}${drop(206, 196)}${drop(180, 230)}<ellipse cx="196" cy="266" rx="96" ry="20" fill="#5d86a1" opacity=".75"/>`)
export const DAMAGE = scene(`<path d="M60 40q80-50 170 10 60 70 0 150-90 40-170-20-50-80 0-140z" fill="#8a7f68" opacity=".7"/><path d="M90 70q60-30 120 10 40 50 0 100-60 20-120-10-30-60 0-100z" fill="#6d644f" opacity=".5"/>`)
export const FIXED = scene(`${pipe('#c7a24a')}<rect x="150" y="100" width="74" height="12" rx="6" fill="#f2f4f3"/><path d="M120 262h150" stroke="#d8d2c4" stroke-width="10" stroke-linecap="round"/>`)
export const DRY = scene(`<rect x="60" y="40" width="190" height="160" fill="#d8d2c4" opacity=".5"/><path d="M70 60h170M70 100h170M70 140h170" stroke="#e9e5da" stroke-width="6"/>`)

export const PICTURES: Readonly<Record<string, string>> = { a: LEAK, b: DAMAGE, c: FIXED, d: DRY, e: LEAK }
