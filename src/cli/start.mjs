/** `npm start`: installs what is missing, builds the page, serves it and prints its address. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installWhatIsMissing, repository, requireNode, seconds } from './install.mjs'

const usage = `Usage: npm start -- [options]

  --port 4173       where to serve; the next free port is taken if it is in use
  --base /          the path to serve under, such as /crashcart/
  --host 127.0.0.1  the network address to listen on
  --strict-port     end rather than take another port
  --no-build        serve what was built before`

requireNode()
const { port, base, host, buildFirst, strictPort } = options()
installWhatIsMissing()
if (buildFirst) await build()
await serve()

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4173' },
        base: { type: 'string', default: '/' },
        host: { type: 'string', default: '127.0.0.1' },
        'strict-port': { type: 'boolean', default: false },
        'no-build': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(usage)
      process.exit(0)
    }
    const wanted = Number(values.port)
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535)
      throw new Error(`--port takes a number from 1 to 65535, not "${values.port}".`)
    return {
      port: wanted,
      base: `/${values.base}/`.replaceAll(/\/+/g, '/'),
      host: values.host,
      buildFirst: !values['no-build'],
      strictPort: values['strict-port'],
    }
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`)
    process.exit(2)
  }
}

async function build() {
  process.stdout.write('Building the page … ')
  const startMs = Date.now()
  try {
    const vite = await import('vite')
    await vite.build({ configFile: join(repository, 'vite.config.ts'), logLevel: 'error' })
  } catch (error) {
    console.error(`\nThe page could not be built: ${error.stack ?? error}`)
    process.exit(1)
  }
  console.log(`done in ${seconds(startMs)}.`)
}

async function serve() {
  const vite = await import('vite')
  const server = await vite
    .preview({
      // The built page is static and relative: it needs a file server and none of our configuration.
      configFile: false,
      root: repository,
      base,
      appType: 'mpa',
      logLevel: 'error',
      preview: { port, host, strictPort },
    })
    .catch((error) => {
      console.error(`The page could not be served: ${error.message}`)
      process.exit(1)
    })
  const taken = server.httpServer.address().port
  if (taken !== port) console.log(`Port ${port} is in use, so ${taken} is taken.`)
  const shown = host === '127.0.0.1' ? 'localhost' : host
  console.log(`\n  Crashcart is at http://${shown}:${taken}${base}\n\n  Ctrl+C ends it.`)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0))
}
