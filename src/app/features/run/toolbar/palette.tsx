import { useMemo } from 'react'
import { descriptionOf } from '../../../model/aim-words.ts'
import { aimInView } from '../../../state/aim-in-view.ts'
import { breakKinds } from '../../../state/aim.ts'
import { breakAtCursor } from '../../../state/commands.ts'
import { usePage, usePageStore, useRun } from '../../../state/page.tsx'
import { breakWordsOf } from './break-words.ts'
import styles from './palette.module.css'
import { PaletteButton } from './palette-button.tsx'
import { toolbarGroups } from './toolbar-groups.ts'
import { ToolbarMenu } from './toolbar-menu.tsx'

/** The toolbar's faults one below the other, for a sheet: each says what it would hit. */
export function Palette({ onBroken }: { readonly onBroken?: () => void }) {
  const store = usePageStore()
  const run = useRun()
  const page = usePage((whole) => whole)
  const { faultNouns } = page.catalogue
  const groups = useMemo(() => toolbarGroups(faultNouns, breakKinds), [faultNouns])
  const words = breakWordsOf(faultNouns)
  return (
    <div className={styles['palette']} role="group" aria-label="Break it here" data-intent="">
      {groups.map((group) =>
        group.form === 'menu' ? (
          <ToolbarMenu
            key={group.id}
            group={group}
            words={words}
            {...(onBroken === undefined ? {} : { onBroken })}
          />
        ) : (
          group.buttons.map(({ kind, key }) => {
            const aim = aimInView(page, kind)
            return (
              <PaletteButton
                key={kind}
                name={words[kind].name}
                shortcut={key}
                isPossible={aim.aim.possible}
                description={descriptionOf(aim, run, words[kind].meaning)}
                onBreak={() => {
                  breakAtCursor(store, kind)
                  onBroken?.()
                }}
              />
            )
          })
        ),
      )}
    </div>
  )
}
