/**
 * The walls of the house, as rules for oxlint. DESIGN.md, section 4, says why they stand where they do.
 *
 * W1 `direction`: imports run one way between the folders of `src`, whether written `#name` or `../name`.
 *    A feature of the page never imports a sibling; only `app.tsx`, `main.tsx` and `compositions` compose.
 *    Implementations of a scenario do not import one another.
 * W2 `module-state`: code that the simulator runs keeps nothing at module level that can change. A killed
 *    process must lose its memory, and a second run must start from nothing.
 * W3 `body-copies`: no `clone()` and no `blob()` of a request or response in simulated code. Chromium needs
 *    a varying number of tasks for them, so two runs would differ.
 *
 * Plain JavaScript, since oxlint loads this file on Node 20.
 */
import { posix } from 'node:path'

/** What each folder of `src` may import besides itself. A `type:` entry allows types alone. */
const MAY_IMPORT = {
  engine: [],
  program: [],
  stripe: [],
  simulator: ['engine', 'program', 'stripe'],
  scenarios: ['engine', 'stripe', 'type:simulator'],
  explorer: ['engine', 'program', 'stripe', 'simulator', 'scenarios'],
  app: ['engine', 'program', 'stripe', 'simulator', 'scenarios', 'explorer'],
  cli: ['engine', 'program', 'stripe', 'simulator', 'scenarios', 'explorer'],
}

/** A test may also run what its subject only describes. */
const TEST_MAY_IMPORT = { scenarios: ['simulator'] }

/** Folders that must run in a browser and in Node alike, with nothing ambient. */
const PORTABLE = ['engine', 'stripe', 'simulator', 'scenarios', 'explorer']

/** Folders of the page that every feature may import; `parts`, `state` and `strip` move into the first three. */
const SHARED_IN_APP = ['model', 'store', 'ui', 'styles', 'parts', 'state', 'strip', 'worker']
/** What the shared folders may not import of each other: data knows no state, and plain parts know neither. */
const CLOSED_TO_SHARED = { model: ['store', 'ui', 'parts'], ui: ['model', 'store', 'state'] }
const COMPOSERS = ['app.tsx', 'main.tsx', 'compositions/']
const IMPLEMENTATIONS = ['naive', 'state-machine', 'at-least-once', 'durable']

const isTest = (path) => /\.test\.tsx?$|\/testing\/|\.testsuite\.ts$/.test(path)

/** The path from `src/` on, of the last `src` folder in an absolute path, or undefined. */
function insideSrc(filename) {
  const path = filename.replaceAll('\\', '/')
  const at = path.lastIndexOf('/src/')
  return at < 0 ? undefined : path.slice(at + '/src/'.length)
}

/** Where in `src` an import points, or undefined when it is a package. */
function target(from, specifier) {
  const bare = specifier.replace(/\?.*$/, '')
  if (bare.startsWith('#')) return bare.slice(1)
  if (bare.startsWith('.')) return posix.join(posix.dirname(from), bare)
  return undefined
}

/** Why the file `from` may not import `specifier`, or undefined when it may. */
function breach(from, specifier, typeOnly) {
  const folder = from.split('/')[0]
  const allowed = MAY_IMPORT[folder]
  if (!allowed) return undefined
  if (PORTABLE.includes(folder) && !isTest(from) && specifier.startsWith('node:'))
    return `${folder} runs in a browser too and imports nothing of Node`
  const to = target(from, specifier)
  if (to === undefined) return undefined
  const toFolder = to.split('/')[0]
  if (toFolder === '..') return undefined
  if (toFolder !== folder) {
    if (allowed.includes(toFolder)) return undefined
    if (isTest(from) && TEST_MAY_IMPORT[folder]?.includes(toFolder)) return undefined
    if (!allowed.includes(`type:${toFolder}`)) return `${folder} must not import ${toFolder}`
    return typeOnly ? undefined : `${folder} may import only types of ${toFolder}`
  }
  if (folder === 'app') return breachInApp(from, to)
  if (folder === 'scenarios') return breachInScenarios(from, to)
  return undefined
}

/** @see W1: features do not know each other, and nobody but the composers knows a feature. */
function breachInApp(from, to) {
  const isComposer = (path) =>
    COMPOSERS.some((name) => (name.endsWith('/') ? path.startsWith(`app/${name}`) : path === `app/${name}`))
  if (isComposer(from)) return undefined
  const fromFeature = featureOf(from)
  if (isComposer(to)) {
    if (fromFeature === undefined) return undefined
    return `the feature ${fromFeature} must not import ${to.slice('app/'.length)}, which composes it`
  }
  const toFeature = featureOf(to)
  if (CLOSED_TO_SHARED[fromFeature]?.includes(toFeature)) return `${fromFeature} must not import ${toFeature}`
  if (toFeature === undefined || toFeature === fromFeature || SHARED_IN_APP.includes(toFeature))
    return undefined
  if (isTest(from) && (fromFeature === undefined || toFeature === 'testing')) return undefined
  return fromFeature === undefined
    ? `only ${COMPOSERS.join(', ')} compose features, so this file must not import ${toFeature}`
    : `the feature ${fromFeature} must not import its sibling ${toFeature}`
}

/** The folder of the page that a file belongs to: a feature's own below `features`. */
function featureOf(path) {
  const [, folder, inner, ...rest] = path.split('/')
  if (folder === 'features' && rest.length > 0) return inner
  return inner === undefined ? undefined : folder
}

function breachInScenarios(from, to) {
  const implementation = (path) =>
    path
      .split('/')
      .map((part) => part.replace(/\.ts$/, ''))
      .find((part) => IMPLEMENTATIONS.includes(part))
  const [one, other] = [implementation(from), implementation(to)]
  if (isTest(from) || !one || !other || one === other) return undefined
  return `the implementation ${one} must not import ${other}; what they share lives apart`
}

const direction = {
  create(context) {
    const from = insideSrc(context.filename)
    if (!from) return {}
    const check = (node, source, typeOnly) => {
      if (typeof source?.value !== 'string') return
      const why = breach(from, source.value, typeOnly)
      if (why) context.report({ node, message: `W1: ${why}.` })
    }
    const allTypes = (node, kind) =>
      node[kind] === 'type' ||
      (node.specifiers.length > 0 && node.specifiers.every((specifier) => specifier[kind] === 'type'))
    return {
      ImportDeclaration: (node) => check(node, node.source, allTypes(node, 'importKind')),
      ExportNamedDeclaration: (node) => check(node, node.source, allTypes(node, 'exportKind')),
      ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal ?? node.argument, true),
    }
  },
}

const COLLECTIONS = ['Map', 'Set', 'WeakMap', 'WeakSet', 'Array']

/** Whether a module-level `const` holds something that is only useful when it changes. */
function isMutable({ id, init }) {
  if (!init) return false
  const annotation = id.typeAnnotation?.typeAnnotation
  const typeName = annotation?.type === 'TSTypeReference' ? annotation.typeName.name : undefined
  if (typeName?.startsWith('Readonly') || annotation?.type === 'TSTypeOperator') return false
  if (init.type === 'NewExpression') return COLLECTIONS.includes(init.callee.name)
  if (init.type === 'ArrayExpression') return init.elements.length === 0
  if (init.type === 'ObjectExpression') return init.properties.length === 0
  return false
}

const moduleState = {
  create(context) {
    const report = (node, what) =>
      context.report({
        node,
        message: `W2: ${what} outlives the process and the run it belongs to. Make it in a factory.`,
      })
    const declaration = (node) => {
      if (node.declare) return
      if (node.kind !== 'const') return report(node, `A module-level \`${node.kind}\``)
      for (const declarator of node.declarations)
        if (isMutable(declarator))
          report(
            declarator,
            'A module-level collection that is not typed ReadonlyMap, ReadonlySet or readonly',
          )
    }
    return {
      Program(program) {
        for (const node of program.body) {
          if (node.type === 'VariableDeclaration') declaration(node)
          if (node.type === 'ExportNamedDeclaration' && node.declaration?.type === 'VariableDeclaration')
            declaration(node.declaration)
        }
      },
      PropertyDefinition(node) {
        if (node.static && !node.readonly && !node.declare) report(node, 'A writable static field')
      },
    }
  },
}

const bodyCopies = {
  create(context) {
    return {
      CallExpression(node) {
        const { callee } = node
        if (callee.type !== 'MemberExpression' || node.arguments.length > 0) return
        const name = callee.computed ? callee.property.value : callee.property.name
        if (name === 'clone' || name === 'blob')
          context.report({ node, message: `W3: ${name}() takes a varying number of tasks in Chromium.` })
      },
    }
  },
}

export default {
  meta: { name: 'walls' },
  rules: { direction, 'module-state': moduleState, 'body-copies': bodyCopies },
}
