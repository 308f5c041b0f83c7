import {
  CalendarClock,
  MailPlus,
  MailWarning,
  MailX,
  PowerOff,
  Reply,
  Trash2,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { BreakKind } from '../state/aim.ts'

interface BreakWords {
  /** The button's accessible name. */
  readonly name: string
  /** What it does, in a sentence without a full stop. */
  readonly meaning: string
  readonly key: string | null
  readonly icon: LucideIcon
}

/** What each button of the palette is called. */
export const breakWords: { readonly [kind in BreakKind]: BreakWords } = {
  crash: { name: 'Crash server', meaning: 'it dies at once and is back after 30 s', key: 'C', icon: X },
  'crash-for-good': {
    name: 'Keep it down',
    meaning: 'it dies at once and stays down until all settles',
    key: null,
    icon: PowerOff,
  },
  'drop-webhook': {
    name: 'Drop webhook',
    meaning: 'this try is lost; Stripe sends it again',
    key: 'W',
    icon: MailX,
  },
  'drop-every-try': {
    name: 'Drop every try',
    meaning: 'the webhook never arrives, however often Stripe sends it',
    key: null,
    icon: Trash2,
  },
  'deliver-twice': {
    name: 'Deliver twice',
    meaning: 'the webhook arrives two times',
    key: 'D',
    icon: MailPlus,
  },
  'deliver-late': {
    name: 'Deliver late',
    meaning: 'the webhook arrives 31 minutes late',
    key: null,
    icon: CalendarClock,
  },
  'forge-webhook': {
    name: 'Forge webhook',
    meaning: 'its signature is not Stripe’s',
    key: null,
    icon: MailWarning,
  },
  'lose-reply': {
    name: 'Lose the reply',
    meaning: 'the shop answers, but the customer never hears it',
    key: null,
    icon: Reply,
  },
}
