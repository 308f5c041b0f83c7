import type { ReactNode } from 'react'
import { Bet } from '../features/opening/bet.tsx'
import { HiddenRest } from '../features/opening/hidden-rest.tsx'
import { Lead } from '../features/opening/lead.tsx'
import { OpeningBar } from '../features/opening/opening-bar.tsx'
import { OpeningChips } from '../features/opening/opening-chips.tsx'
import { ThemeButton } from '../features/run/top-bar/theme-button.tsx'
import type { StageForm } from '../model/stage-form.ts'
import { useMedia } from '../parts/use-media.ts'
import { useKeptBack } from '../store/use-opening.ts'
import { totalBytes } from '../worker/load-parts.ts'
import { PhoneBet } from './narrow-parts.tsx'

/** What the opening puts into a frame, in the places of what would give its answer away. */
export interface OpeningSlots {
  readonly top: ReactNode
  /** A line above the question. */
  readonly lead: ReactNode
  readonly chips: ReactNode
  /** Over the part of the strip that is not told. */
  readonly overStrip: ReactNode
  /** The right column; on a phone the foot, in a compact window the right pane. */
  readonly bet: ReactNode
}

interface OpeningTargets {
  readonly onHelp: () => void
  readonly onReal: () => void
  readonly onMenu: () => void
}

/** The lead and the question have a line each from this width on, beside a column of 312 px. */
const roomForLead = '(min-width: 1280px)'

const postgresSize = `${Math.round(totalBytes / 1e6)} MB`

/** Null once the answer is told. The frame stays the same one, so that nothing moves when it is. */
export function useOpeningSlots(
  form: StageForm,
  { onHelp, onReal, onMenu }: OpeningTargets,
): OpeningSlots | null {
  const hasRoom = useMedia(roomForLead)
  const isKeptBack = useKeptBack()
  if (!isKeptBack) return null
  const isWide = form === 'wide'
  const isPhone = form === 'phone'
  const isLeadInBet = isWide && !hasRoom
  return {
    top: (
      <OpeningBar theme={isPhone ? null : <ThemeButton />} onHelp={onHelp} {...(isPhone ? { onMenu } : {})} />
    ),
    lead: isLeadInBet ? null : <Lead />,
    chips: <OpeningChips hasFault={isWide} />,
    overStrip: isWide ? <HiddenRest /> : null,
    bet: isPhone ? (
      <PhoneBet />
    ) : (
      <Bet
        lead={isLeadInBet ? <Lead /> : null}
        answers={isWide ? 'column' : 'row'}
        postgresSize={postgresSize}
        onReal={onReal}
      />
    ),
  }
}
