import { Crosshair } from 'lucide-react'
import { useMemo, useState } from 'react'
import { aimWords, descriptionOf } from '../../../model/aim-words.ts'
import { aimInView } from '../../../state/aim-in-view.ts'
import { breakKinds, type BreakKind } from '../../../state/aim.ts'
import { breakAtCursor } from '../../../state/commands.ts'
import { usePage, usePageStore, useRun } from '../../../state/page.tsx'
import { aimWith } from '../../../store/stage-view.ts'
import { breakWordsOf } from './break-words.ts'
import { ToolbarFault } from './toolbar-fault.tsx'
import { seenWords, toolbarGroups } from './toolbar-groups.ts'
import { ToolbarMenu } from './toolbar-menu.tsx'
import { ToolbarTitle } from './toolbar-title.tsx'
import styles from './toolbar.module.css'

/** The faults that can be placed at the cursor, and what the one that is pointed at would hit. */
export function Toolbar() {
  const store = usePageStore()
  const run = useRun()
  const page = usePage((whole) => whole)
  const { faultNouns } = page.catalogue
  const groups = useMemo(() => toolbarGroups(faultNouns, breakKinds), [faultNouns])
  const words = breakWordsOf(faultNouns)
  const [pointed, setPointed] = useState<BreakKind | null>(null)
  const [lastUsed, setLastUsed] = useState<BreakKind>('crash')
  const said = pointed ?? lastUsed
  const aim = aimInView(page, said)
  const buttons = groups.flatMap((group) => (group.form === 'buttons' ? group.buttons : []))
  const saidButton = buttons.find(({ kind }) => kind === said)

  const point = (kind: BreakKind | null) => {
    setPointed(kind)
    const pointedAt = kind === null ? null : aimInView(store.getState(), kind).aim
    aimWith(pointedAt?.possible === true ? pointedAt.fault : null)
  }
  return (
    <div className={styles['toolbar']} role="group" aria-label="Break it here" data-intent="">
      <div className={styles['row']}>
        {groups.map((group) => (
          <span key={group.id} className={styles['group']} data-group={group.id}>
            {group.form === 'menu' ? (
              <ToolbarMenu group={group} words={words} />
            ) : (
              <>
                {group.title !== null && <ToolbarTitle>{group.title}</ToolbarTitle>}
                {group.buttons.map((button) => {
                  const its = aimInView(page, button.kind)
                  return (
                    <ToolbarFault
                      key={button.kind}
                      button={button}
                      isAimed={button.kind === said}
                      isPossible={its.aim.possible}
                      description={descriptionOf(its, run, words[button.kind].meaning)}
                      onPoint={point}
                      onBreak={() => {
                        setLastUsed(button.kind)
                        breakAtCursor(store, button.kind)
                      }}
                    />
                  )
                })}
              </>
            )}
          </span>
        ))}
      </div>
      {/* Each button says the same in its description. */}
      <p className={styles['aim']} data-possible={aim.aim.possible || undefined} aria-hidden="true">
        <Crosshair size={14} />
        <span>
          <strong>{saidButton === undefined ? words[said].name : seenWords(saidButton)}</strong>{' '}
          {aimWords(aim, run)}
        </span>
      </p>
    </div>
  )
}
