import {
  ArrowLeftRight,
  CalendarClock,
  DatabaseZap,
  MailPlus,
  MailWarning,
  MailX,
  Snowflake,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { OfferGroup } from '../../../parts/fault-offers.ts'
import type { BreakKind } from '../../../state/aim.ts'

interface BreakWords {
  /** The button's accessible name. */
  readonly name: string
  /** What it does, in a sentence without a full stop. */
  readonly meaning: string
  readonly group: OfferGroup
}

/** What each kind is called where it acts at the cursor. */
export const breakWords: { readonly [kind in BreakKind]: BreakWords } = {
  crash: { group: 'Server', name: 'Crash server', meaning: 'it dies at once and is back after 30 s' },
  'crash-for-good': {
    group: 'Server',
    name: 'Keep it down',
    meaning: 'it dies at once and stays down until all settles',
  },
  freeze: {
    group: 'Server',
    name: 'Freeze server',
    meaning: 'it does nothing for 60 s, then goes on as if nothing had been',
  },
  deploy: {
    group: 'Server',
    name: 'Deploy new code',
    meaning: 'it stops, and is back after 5 s with new code',
  },
  'clock-jump': { group: 'Server', name: 'Jump its clock', meaning: 'it is 10 minutes ahead from then on' },
  'crash-before': { group: 'Server', name: 'Crash before the next', meaning: 'it dies right before it' },
  'lose-answer': {
    group: 'Postgres',
    name: 'Lose the answer',
    meaning: 'Postgres does it, and its answer is lost',
  },
  'break-connection': {
    group: 'Postgres',
    name: 'Break the connection',
    meaning: 'it is not done, and its transaction is rolled back',
  },
  'restart-postgres': {
    group: 'Postgres',
    name: 'Restart Postgres',
    meaning: 'all connections are lost; what was committed stays',
  },
  'fail-serialization': {
    group: 'Postgres',
    name: 'Fail to serialize',
    meaning: 'Postgres refuses it with 40001: try again',
  },
  deadlock: { group: 'Postgres', name: 'Deadlock', meaning: 'Postgres refuses it with 40P01' },
  'fill-disk': { group: 'Postgres', name: 'Fill the disk', meaning: 'Postgres refuses it with 53100' },
  'time-out': {
    group: 'Stripe',
    name: 'Stripe time-out',
    meaning: 'Stripe does it, and no answer comes in time',
  },
  'lose-response': {
    group: 'Stripe',
    name: 'Lose Stripe’s answer',
    meaning: 'Stripe does it, and its answer is lost',
  },
  'lose-call': { group: 'Stripe', name: 'Lose the call', meaning: 'it never reaches Stripe' },
  'fail-after': { group: 'Stripe', name: 'Stripe 500, but done', meaning: 'Stripe does it and answers 500' },
  'fail-before': { group: 'Stripe', name: 'Stripe 500', meaning: 'Stripe does nothing and answers 500' },
  'limit-rate': { group: 'Stripe', name: 'Stripe 429', meaning: 'Stripe answers: too many requests' },
  'drop-webhook': {
    group: 'Network',
    name: 'Drop webhook',
    meaning: 'this try is lost; Stripe sends it again',
  },
  'drop-every-try': {
    group: 'Network',
    name: 'Drop every try',
    meaning: 'the webhook never arrives, however often Stripe sends it',
  },
  'deliver-twice': { group: 'Network', name: 'Deliver twice', meaning: 'the webhook arrives two times' },
  'deliver-late': { group: 'Network', name: 'Deliver late', meaning: 'the webhook arrives 31 minutes late' },
  'overtake-webhook': {
    group: 'Network',
    name: 'Overtake webhook',
    meaning: 'it arrives only after the message that comes next',
  },
  'forge-webhook': {
    group: 'Network',
    name: 'Forge webhook',
    meaning: 'somebody sends a copy; its signature is not Stripe’s',
  },
  'replay-webhook': {
    group: 'Network',
    name: 'Replay webhook',
    meaning: 'somebody sends it once more, 2 minutes later',
  },
  'lose-reply': {
    group: 'Network',
    name: 'Lose the reply',
    meaning: 'the shop answers, but the customer never hears it',
  },
  'lose-request': { group: 'Network', name: 'Lose the request', meaning: 'the shop never hears it' },
}

interface BreakShortcut {
  readonly kind: BreakKind
  readonly key: string | null
  readonly icon: LucideIcon
}

/** What is always in view: the most telling of each sort. */
export const breakShortcuts: readonly BreakShortcut[] = [
  { kind: 'crash', key: 'C', icon: X },
  { kind: 'freeze', key: 'Z', icon: Snowflake },
  { kind: 'drop-webhook', key: 'W', icon: MailX },
  { kind: 'deliver-twice', key: 'D', icon: MailPlus },
  { kind: 'deliver-late', key: null, icon: CalendarClock },
  { kind: 'forge-webhook', key: null, icon: MailWarning },
  { kind: 'time-out', key: null, icon: ArrowLeftRight },
  { kind: 'lose-answer', key: null, icon: DatabaseZap },
]
