/** A wire between an executor and its server that can be cut, or can pass a commit and lose its answer. */
import { createServer, connect, type Socket } from 'node:net'

export interface Proxy {
  readonly port: number
  /** Breaks every connection, and tells neither side why. */
  cut(): void
  /** From now on the answer to a commit is lost, with the connection. @returns resolves when one was */
  loseCommitAnswer(): Promise<void>
  /** From now on nothing passes in any connection that there is, and neither side is told. New ones work. */
  silence(): void
  close(): Promise<void>
}

/** As the driver sends it: a simple query without parameters. */
const commitMessage = Buffer.from('commit\0')

export async function startProxy(serverPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const silent = new Set<Socket>()
  let tellLost: (() => void) | null = null

  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    let isCommitting = false
    for (const socket of [client, server]) {
      sockets.add(socket)
      // An error is followed by a close.
      socket.on('error', () => undefined)
    }
    const end = (): void => {
      for (const socket of [client, server]) {
        socket.destroy()
        sockets.delete(socket)
      }
    }
    client.on('close', end).on('data', (chunk: Buffer) => {
      if (silent.has(client)) return
      if (tellLost !== null && chunk.includes(commitMessage)) isCommitting = true
      server.write(chunk)
    })
    server.on('close', end).on('data', (chunk: Buffer) => {
      if (silent.has(server)) return
      if (!isCommitting) {
        client.write(chunk)
        return
      }
      // The server has answered, so it has committed.
      end()
      tellLost?.()
      tellLost = null
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')

  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: address.port,
    cut,
    loseCommitAnswer: () =>
      new Promise((resolve) => {
        tellLost = resolve
      }),
    silence() {
      for (const socket of sockets) silent.add(socket)
    },
    async close() {
      cut()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
