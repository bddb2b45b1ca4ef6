/**
 * A server of invented answers, for looking at the office's and the owner's screens without the real one.
 *
 *   npm run build && node dev/fixtures.mjs 8790        then http://127.0.0.1:8790/d  /l  /o#en_route  /report/YQL-03-2-1201
 *
 * Never shipped: it stands outside `src`. Who signs in is chosen by the query: /?as=lead.
 */
import { createServer } from 'node:http'
import { readFileSync, existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import { data } from './data.mjs'

const port = Number(process.argv[2] ?? 8790)
const dist = join(import.meta.dirname, '..', 'dist')
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json' }
let role = 'dispatcher'
const world = data(Date.now())

const json = (answer, body, status = 200, headers = {}) => {
  answer.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  answer.end(JSON.stringify(body))
}
const problem = (answer, status, code, title) => {
  answer.writeHead(status, { 'Content-Type': 'application/problem+json' })
  answer.end(JSON.stringify({ type: 'about:blank', title, status, code }))
}

function body(request) {
  return new Promise((done) => {
    const parts = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => done(Buffer.concat(parts)))
  })
}

function events(request, answer, tick, every) {
  answer.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  answer.write(': hello\n\n')
  const say = (name, what) => answer.write(`event: ${name}\nid: ${Date.now()}\ndata: ${JSON.stringify(what)}\n\n`)
  const first = setTimeout(() => tick(say), 600)
  const timer = setInterval(() => tick(say), every)
  request.on('close', () => (clearTimeout(first), clearInterval(timer)))
}

const me = () => ({ id: 'u1', code: { dispatcher: 'DISP-1', lead: 'LEAD-YQL', clerk: 'CLERK-2' }[role] ?? 'DISP-1', role, org: 'lanting', org_zh: '澜庭物业', org_en: 'Lanting', communities: role === 'lead' ? ['YQL', 'WTY'] : [], language: 'zh-CN', currency: 'CNY', time_zone: 'Asia/Shanghai' })
const session = () => ({ access_token: 'x', expires_at: new Date(Date.now() + 3_600_000).toISOString(), me: me() })

async function route(request, answer, path, query) {
  const method = request.method
  const is = (verb, pattern) => method === verb && path.match(pattern)
  let found
  if (path === '/auth/refresh' || path === '/auth/login') return json(answer, session())
  if (path === '/auth/logout') return answer.writeHead(204).end()
  if (path === '/me') return json(answer, me())
  if (is('GET', /^\/board$/)) return json(answer, world.board())
  if (is('GET', /^\/board\/stream$/)) return events(request, answer, (say) => world.stir(say), 4000)
  if (is('GET', /^\/estate\/faults$/)) return json(answer, { items: world.faults })
  if (is('GET', /^\/estate\/technicians$/)) return json(answer, { items: world.board().technicians })
  if (is('GET', /^\/estate\/premises$/)) return json(answer, { items: world.premises(query.get('q') ?? '') })
  if (is('GET', /^\/reviews$/)) return json(answer, { items: world.reviews() })
  if (is('GET', /^\/parked$/)) return json(answer, { items: world.parked })
  if (is('POST', /^\/parked\//)) return answer.writeHead(204).end()
  if (is('POST', /^\/work-orders$/)) return json(answer, world.create(JSON.parse(await body(request))), 201)
  if ((found = is('GET', /^\/work-orders\/([^/]+)$/))) return world.dossier(found[1]) ? json(answer, world.dossier(found[1])) : problem(answer, 404, 'not_found', '没有找到')
  if ((found = is('GET', /^\/work-orders\/([^/]+)\/candidates$/))) return json(answer, world.decision(found[1]))
  if ((found = is('POST', /^\/work-orders\/([^/]+)\/offer$/))) return json(answer, world.offer(found[1], JSON.parse(await body(request))))
  if ((found = is('POST', /^\/work-orders\/([^/]+)\/intents$/))) return json(answer, world.intend(found[1], JSON.parse(await body(request))))
  if (is('POST', /^\/work-orders\/([^/]+)\/link$/)) return json(answer, { link: `http://127.0.0.1:${port}/o#en_route` })
  if ((found = is('POST', /^\/blobs\/([0-9a-f]{64})$/))) {
    const length = (await body(request)).length
    return answer.writeHead(201, { 'Upload-Offset': String(length) }).end()
  }
  if ((found = is('GET', /^\/(?:blobs|owner\/photos)\/([^/]+)$/))) return picture(answer, found[1])
  if (is('POST', /^\/owner\/session$/)) {
    const { code } = JSON.parse(await body(request))
    if (code === 'expired') return problem(answer, 410, 'link_expired', '')
    const page = world.owner(code)
    if (!page) return problem(answer, 404, 'not_found', '')
    world.code = code
    return json(answer, { token: 't', expires_at: new Date(Date.now() + 3_600_000).toISOString(), page })
  }
  if (is('GET', /^\/owner\/page$/)) return json(answer, world.owner(world.code))
  if (is('GET', /^\/owner\/stream$/)) return events(request, answer, (say) => say('page', world.owner(world.code)), 15_000)
  if (is('POST', /^\/owner\/(urge|sign|rate|cancel)$/)) return json(answer, world.owner(world.code))
  if ((found = is('GET', /^\/report\/places\/([^/]+)$/))) return found[1] === 'nowhere' ? problem(answer, 404, 'unknown_place', '') : json(answer, world.place(decodeURIComponent(found[1])))
  if (is('POST', /^\/report$/)) return json(answer, { work_order_id: 'x', number: 'YQL-261124-0031', link: '/o#reported', repeated: false }, 201)
  return problem(answer, 404, 'not_found', `${method} ${path}`)
}

function picture(answer, id) {
  answer.writeHead(200, { 'Content-Type': 'image/svg+xml' })
  answer.end(world.picture(id))
}

createServer((request, answer) => {
  const url = new URL(request.url, 'http://x')
  if (url.searchParams.has('as')) role = url.searchParams.get('as')
  if (url.pathname.startsWith('/api/v1')) return void route(request, answer, url.pathname.slice(7), url.searchParams).catch((error) => problem(answer, 500, 'internal_error', String(error)))
  const asset = join(dist, url.pathname)
  const page = url.pathname.startsWith('/o') || url.pathname.startsWith('/report') ? 'owner.html' : 'index.html'
  const file = extname(url.pathname) && existsSync(asset) ? asset : join(dist, page)
  answer.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'" })
  answer.end(readFileSync(file))
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`))
