import type { Look } from '../state/look.ts'
import type { Picture } from './picture.ts'
import type { Session, SessionActions } from './session.ts'

/** What the atlas's parts are given. */
export interface AtlasView {
  readonly session: Session & SessionActions
  readonly look: Look
  readonly onLook: (change: Partial<Look>) => void
  /** The customers that are looked at. */
  readonly customers: readonly string[]
  readonly picture: Picture
}
