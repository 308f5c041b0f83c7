/** Which faults the toolbar shows as buttons, and which behind a menu. Pure. */
import type { FaultFamily } from '#simulator/faults/definition.ts'
import type { FaultNouns } from '#simulator/scenario.ts'
import { wayOf, type BreakKind } from '../../../state/aim.ts'

/** A button: its name, of which a part may be left out on screen. */
export interface ToolbarButton {
  readonly kind: BreakKind
  /** Its name in parts, some of which are only for assistive technology: `Lose` `webhook` `once`. */
  readonly label: readonly LabelPart[]
  /** As it is pressed; shown beside the label unless it is a combination. */
  readonly key: string | null
}

interface LabelPart {
  readonly words: string
  readonly isUnseen?: boolean
}

export type ToolbarGroup =
  | {
      readonly form: 'buttons'
      readonly id: 'server' | 'message'
      /** Stands before the buttons. */
      readonly title: string | null
      readonly buttons: readonly ToolbarButton[]
    }
  | {
      readonly form: 'menu'
      readonly id: 'service' | 'database' | 'more'
      readonly title: string
      readonly kinds: readonly BreakKind[]
    }

/** The groups that a scenario has: one without messages has no group of them. */
export function toolbarGroups(
  { service, message }: FaultNouns,
  all: readonly BreakKind[],
): readonly ToolbarGroup[] {
  return [
    {
      form: 'buttons',
      id: 'server',
      title: null,
      buttons: [
        { kind: 'crash', label: [{ words: 'Crash' }, unseen(' server')], key: 'C' },
        { kind: 'freeze', label: [{ words: 'Freeze' }, unseen(' server')], key: 'Z' },
      ],
    },
    ...(message === null ? [] : [messageGroup(message)]),
    {
      form: 'menu',
      id: 'service',
      title: service,
      kinds: all.filter((kind) => isOf('service', kind)),
    },
    {
      form: 'menu',
      id: 'database',
      title: 'Postgres',
      kinds: all.filter((kind) => isOf('database', kind)),
    },
    {
      form: 'menu',
      id: 'more',
      title: 'More',
      kinds: message === null ? all.filter((kind) => wayOf(kind).at !== 'webhook') : all,
    },
  ]
}

function isOf(family: FaultFamily, kind: BreakKind): boolean {
  return wayOf(kind).family === family
}

function messageGroup({ title, noun }: NonNullable<FaultNouns['message']>): ToolbarGroup {
  return {
    form: 'buttons',
    id: 'message',
    title,
    buttons: [
      { kind: 'drop-webhook', label: [{ words: 'Lose' }, unseen(` ${noun}`), { words: ' once' }], key: 'W' },
      {
        kind: 'drop-every-try',
        label: [{ words: 'Lose' }, unseen(` ${noun}`), { words: ' for good' }],
        key: 'Shift+W',
      },
      { kind: 'deliver-twice', label: [unseen(`Deliver ${noun} `), { words: 'twice' }], key: 'D' },
      { kind: 'deliver-late', label: [unseen(`Deliver ${noun} `), { words: 'late' }], key: null },
      { kind: 'forge-webhook', label: [{ words: 'Forge' }, unseen(` ${noun}`)], key: null },
    ],
  }
}

function unseen(words: string): LabelPart {
  return { words, isUnseen: true }
}

/** What is seen of a button's name: `Lose once`. */
export function seenWords({ label }: ToolbarButton): string {
  const words = label.map((part) => (part.isUnseen === true ? '' : part.words)).join('')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
