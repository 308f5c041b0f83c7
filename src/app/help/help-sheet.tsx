import { Switch } from '@base-ui/react/switch'
import { modifierKey } from '../parts/modifier-key.ts'
import { Sheet } from '../parts/sheet.tsx'
import { keyTable } from '../state/keys.ts'
import { usePreferences } from '../state/page.tsx'
import { prefer } from '../state/preferences.ts'
import styles from './help.module.css'
import { WhatIsReal } from './what-is-real.tsx'

interface HelpSheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** How to drive the page, and how far to believe it. */
export function HelpSheet({ open, onOpenChange }: HelpSheetProps) {
  return (
    <Sheet title="Help" open={open} onOpenChange={onOpenChange} form="wide">
      <p className={styles['lead']}>
        A shop sells mugs. Crash one of its servers or lose one of its messages at any instant, and see in the
        database what is left of Alice’s order. Every gap in the graph is a place to crash.
      </p>
      <div className={styles['columns']}>
        <section>
          <h3 className={styles['heading']}>Keys</h3>
          <Keys />
          <LetterSwitch />
        </section>
        <section>
          <h3 className={styles['heading']}>What is real here</h3>
          <WhatIsReal />
        </section>
      </div>
    </Sheet>
  )
}

function Keys() {
  return (
    <dl className={styles['keys']}>
      {keyTable.map(({ keys, words }) => (
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
      <span id="letter-keys">Single letters and digits act</span>
    </div>
  )
}
