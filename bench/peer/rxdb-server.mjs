// The peer as its makers tell it to be run, in memory: it has no durable storage without a licence or another server.
import { createRxDatabase } from 'rxdb'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { createRxServer } from 'rxdb-server/plugins/server'
import { RxServerAdapterExpress } from 'rxdb-server/plugins/adapter-express'

const text = { type: 'string' }
const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 80 }, kind: text, work_order: text, body: { type: 'object' } },
  required: ['id', 'kind', 'work_order', 'body'],
}
const database = await createRxDatabase({ name: 'jobs', storage: getRxStorageMemory(), multiInstance: false })
await database.addCollections({ jobs: { schema } })
const port = Number(process.env.PORT)
const server = await createRxServer({ database, adapter: RxServerAdapterExpress, port, hostname: '127.0.0.1' })
await server.addReplicationEndpoint({ name: 'jobs', collection: database.jobs })
await server.start()
