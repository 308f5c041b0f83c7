/** The parts of `stage-code.ts`, each in its place. They come in one file, so one of them says it if that does not come. */
import type { ComponentType } from 'react'
import { lazyPart, type LazyPart } from '../ui/lazy-part.tsx'
import { preloadNarrow } from './narrow-parts.tsx'
import { lazySheet, type SheetProps } from './sheets.tsx'

const load = () => import('./stage-code.ts')

type Code = Awaited<ReturnType<typeof load>>

const name = 'The controls of this page'

/** One that leaves it to the bar at the top to say that the file did not come. */
function quietPart<Props extends object>(pick: (code: Code) => ComponentType<Props>): LazyPart<Props> {
  return lazyPart({
    name,
    load: async () => pick(await load()),
    around: (sentence, _, failure) => (failure === 'not-loaded' ? null : sentence),
  })
}

export const TopBar = lazyPart({ name, load: async () => (await load()).TopBar })
export const PhoneBar = lazyPart({ name, load: async () => (await load()).PhoneBar })
export const LaneTabs = quietPart((code) => code.LaneTabs)
export const LaneChoice = quietPart((code) => code.LaneChoice)
export const ShareButton = quietPart((code) => code.ShareButton)
export const PlanBar = quietPart((code) => code.PlanBar)
export const Toolbar = quietPart((code) => code.Toolbar)
export const AlignmentSwitch = quietPart((code) => code.AlignmentSwitch)
export const QuickBreak = quietPart((code) => code.QuickBreak)
export const Argument = quietPart((code) => code.Argument)
export const OpenDrawer = lazyPart({
  name: 'The list of details',
  load: async () => (await load()).OpenDrawer,
})
export const BreakSheet = lazySheet<SheetProps>('Break it', async () => (await load()).BreakSheet)
export const DetailsSheet = lazySheet<SheetProps>('Details', async () => (await load()).DetailsSheet)
export const SetupSheet = lazySheet('Setup', async () => (await load()).SetupSheet)

const around = [TopBar, PhoneBar, LaneTabs, LaneChoice, ShareButton, PlanBar, Toolbar, Argument, OpenDrawer]
const parts = [...around, AlignmentSwitch, QuickBreak]

/**
 * Loads them ahead, so that they are there when they are shown, and what is shown in their stead once the window is
 * made smaller. Rejects if something does not come.
 */
export async function preloadStage(): Promise<void> {
  await Promise.all([preloadNarrow(), ...parts.map((part) => part.preload())])
}
