import { Switch } from '@base-ui/react/switch'
import { modifierKey } from '../parts/modifier-key.ts'
import { Sheet } from '../parts/sheet.tsx'
import { roomKeyTable } from '../model/room/room-keys.ts'
import { keyTable } from '../state/keys.ts'
import { usePage, usePreferences } from '../state/page.tsx'
import { prefer } from '../state/preferences.ts'
import styles from './help.module.css'

interface HelpSheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onReal: () => void
  /** Plays the opening from its start. */
  readonly onOpening: () => void
}

/** How to drive the page, and the way to how far it is to be believed. */
export function HelpSheet({ open, onOpenChange, onReal, onOpening }: HelpSheetProps) {
  const hasOpening = usePage((page) => page.catalogue.opening !== undefined)
  return (
    <Sheet title="Help" open={open} onOpenChange={onOpenChange} form="wide">
      <p className={styles['lead']}>
        A shop sells mugs. Crash one of its servers or lose one of its messages at any instant, and see in the
        database what is left of Alice’s order. Every gap in the graph is a place to crash.
      </p>
      <div className={styles['columns']}>
        <section>
          <h3 className={styles['heading']}>Keys</h3>
          <Keys table={keyTable} />
          <LetterSwitch />
        </section>
        <section>
          <h3 className={styles['heading']}>Keys in room mode</h3>
          <Keys table={roomKeyTable} />
          <h3 className={styles['heading']}>What is simulated</h3>
          <div className={styles['belief']}>
            <p>
              The database is PostgreSQL, the engine and the shop are the code that would run on a server, and
              one input gives one run, event for event.
            </p>
            <p>Stripe’s side, the network, the customers and the clock are simulated.</p>
            <button type="button" className={styles['button']} onClick={onReal}>
              What is real here
            </button>
          </div>
          {hasOpening && (
            <button type="button" className={styles['button']} onClick={onOpening}>
              Play the opening again
            </button>
          )}
        </section>
      </div>
    </Sheet>
  )
}

function Keys({ table }: { readonly table: typeof keyTable }) {
  return (
    <dl className={styles['keys']}>
      {table.map(({ keys, words }) => (
        <div key={words}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key.replace('⌘', modifierKey())}</kbd>
            ))}
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}

function LetterSwitch() {
  const { letterKeys } = usePreferences()
  return (
    <div className={styles['switch']}>
      <Switch.Root
        className={styles['switchTrack']}
        aria-labelledby="letter-keys"
        checked={letterKeys}
        onCheckedChange={(checked) => prefer({ letterKeys: checked })}
      >
        <Switch.Thumb className={styles['switchThumb']} />
      </Switch.Root>
      <span id="letter-keys">Use single letters and digits as keys</span>
    </div>
  )
}
