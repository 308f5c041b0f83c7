/** A worker thread that does nothing but SQL: what the machine gives to two PGlites at once, whatever uses them. */
import { parentPort } from 'node:worker_threads'
import { PGlite, protocol } from '@electric-sql/pglite'

const database = await PGlite.create()
await database.exec('create table counter (value int not null); insert into counter values (0)')
const update = protocol.serialize.query('update counter set value = (value + 1) % 1000')

/** As the simulator sends: PGlite neither reads the reply nor keeps it. @param {Uint8Array} message */
const send = (message) =>
  void database.execProtocolRawStream(message, { syncToFs: false, onRawData: () => undefined })

parentPort.on('message', (/** @type {number} */ statements) => {
  for (let sent = 0; sent < statements; sent += 1) send(update)
  // Each update leaves a dead row behind, which the next ones would read past.
  send(protocol.serialize.query('vacuum'))
  parentPort.postMessage('done')
})
parentPort.postMessage('ready')
