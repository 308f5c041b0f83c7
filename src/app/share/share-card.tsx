import { violatedIds } from '#simulator'
import { useMemo, useState, type Ref } from 'react'
import { linkHere } from '../state/address.ts'
import { parseLook } from '../state/look.ts'
import { usePage, useRun } from '../state/page.tsx'
import { commandLine, embedding, regressionTest } from '../state/share-texts.ts'
import { sweepCommand } from '../state/sweep-command.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './share.module.css'

interface ShareCardProps {
  /** The button that most people want: it is in focus first. */
  readonly main: Ref<HTMLButtonElement>
}

/** Ways to take what is on screen elsewhere. */
export function ShareCard(props: ShareCardProps) {
  const isAtlas = usePage((page) => page.view === 'atlas')
  return isAtlas ? <AtlasWays {...props} /> : <RunWays {...props} />
}

/** The atlas is a link, and a sweep to be made elsewhere. There is no run in it, and no room for it in a frame. */
function AtlasWays({ main }: ShareCardProps) {
  const { invariants, implementations } = usePage((page) => page.catalogue)
  const atlas = usePage((page) => page.atlas)
  const link = usePage((page) => `${location.origin}${location.pathname}#${linkHere(page)}`)
  const { look } = useMemo(
    () =>
      parseLook(
        atlas,
        invariants.map(({ id }) => id),
      ),
    [atlas, invariants],
  )
  return (
    <div className={styles['card']}>
      <LinkField link={link} />
      <div className={styles['ways']}>
        <CopyButton text={link} main={main}>
          Copy link
        </CopyButton>
        <CopyButton text={sweepCommand(look, implementations)}>Copy as command line</CopyButton>
        <SystemShare text="Every fault, tried" url={link} />
      </div>
    </div>
  )
}

function RunWays({ main }: ShareCardProps) {
  const run = useRun()
  const question = usePage((page) => page.catalogue.ask(run).question)
  const isHidden = usePage((page) => page.answers === 'hidden')
  const violated = isHidden ? [] : violatedIds(run)
  const isComparison = usePage((page) => page.view === 'compare')
  const [ask, setAsk] = useState(false)
  const here = location.origin + location.pathname
  const link = usePage((page) => `${here}#${linkHere(page, { ask })}`)
  const frame = usePage((page) => `${here}#${linkHere(page, { ask, embed: true })}`)
  return (
    <div className={styles['card']}>
      <LinkField link={link} />
      <label className={styles['ask']}>
        <input type="checkbox" checked={ask} onChange={(event) => setAsk(event.currentTarget.checked)} />
        <span>
          Ask first
          <small>Hides the answer until the reader asks for it.</small>
        </span>
      </label>
      <div className={styles['ways']}>
        <CopyButton text={link} main={main}>
          Copy link
        </CopyButton>
        <CopyButton text={commandLine(run.input)}>Copy as command line</CopyButton>
        <CopyButton text={regressionTest(run.input, question, violated)}>Copy as test</CopyButton>
        <CopyButton text={embedding(frame, question, isComparison ? 760 : 600)}>
          Copy embed snippet
        </CopyButton>
        <SystemShare text={question} url={link} />
      </div>
    </div>
  )
}

function LinkField({ link }: { readonly link: string }) {
  return (
    <input
      className={styles['link']}
      aria-label="Link"
      readOnly
      value={link}
      onFocus={(event) => event.currentTarget.select()}
    />
  )
}

function SystemShare({ text, url }: { readonly text: string; readonly url: string }) {
  if (!('share' in navigator)) return null
  return (
    <button
      type="button"
      className={styles['way']}
      onClick={() => void shareBySystem({ title: 'Crashcart', text, url })}
    >
      Share with…
    </button>
  )
}

/** The device's own sheet. Closing it without a choice is no error. */
async function shareBySystem(data: ShareData): Promise<void> {
  try {
    await navigator.share(data)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}
