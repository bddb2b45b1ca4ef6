// The peer as its makers tell it to be run: a PouchDB on LevelDB behind express.
const express = require('express')
const PouchDB = require('pouchdb').defaults({ prefix: process.env.DATA + '/' })
const serve = require('express-pouchdb')(PouchDB, { inMemoryConfig: true, mode: 'minimumForPouchDB' })
const app = express()
app.get('/health/ready', (_, answer) => answer.json({ ok: true }))
app.use('/', serve)
app.listen(Number(process.env.PORT), '127.0.0.1')
