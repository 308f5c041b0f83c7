/**
 * Standard output as the one place of a command's result: if it cannot be written, the command has failed.
 *
 * Node's own `console.log` ignores what goes wrong, so that a full disk would get half of a result and exit code 0.
 */
import { fstatSync, writeFileSync } from 'node:fs'

/** As a shell reports a program that ended by SIGPIPE, 128 + 13: its reader, such as `head`, has read enough. */
const readerGoneCode = 141
const notWrittenCode = 1

/** Ends the process as soon as standard output fails; to be called before anything is printed. */
export function watchOutput() {
  if (isFile()) {
    // Node 20 writes once, and does not look how much was written: of 5,000 bytes with room for 1,024 it reports no error.
    process.stdout._write = (chunk, _encoding, done) => {
      try {
        writeFileSync(process.stdout.fd, chunk)
        done()
      } catch (error) {
        done(error)
      }
    }
  }
  process.stdout.on('error', fail)
  // There is nowhere left to tell it.
  process.stderr.on('error', () => undefined)
}

/** Ends the process once all that was printed has been written. */
export function exitWhenWritten(code) {
  process.stdout.write('', (error) => (error ? fail(error) : process.exit(code)))
}

/** Whether Node writes to it at once and without a handle of its own: a file or a device, no terminal and no pipe. */
function isFile() {
  const status = fstatSync(process.stdout.fd)
  return status.isFile() || (status.isCharacterDevice() && !process.stdout.isTTY)
}

function fail(error) {
  if (error.code === 'EPIPE') process.exit(readerGoneCode)
  const why = error.message.replace(/^[A-Z0-9]+: |, write$/g, '')
  console.error(
    `The result could not be written to standard output: ${why}. What was written is incomplete. Write it to a place with enough space.`,
  )
  process.exit(notWrittenCode)
}
