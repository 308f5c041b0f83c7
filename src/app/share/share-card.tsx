import { useState, type Ref } from 'react'
import { linkHere } from '../state/address.ts'
import { usePage, useRun } from '../state/page.tsx'
import { commandLine, embedding, regressionTest } from '../state/share-texts.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './share.module.css'

interface ShareCardProps {
  /** The button that most people want: it is in focus first. */
  readonly main: Ref<HTMLButtonElement>
}

/** Ways to take the run elsewhere. */
export function ShareCard({ main }: ShareCardProps) {
  const run = useRun()
  const question = usePage((page) => page.catalogue.ask(run).question)
  const isHidden = usePage((page) => page.answers === 'hidden')
  const violated = isHidden ? [] : run.verdicts.filter(({ holds }) => !holds).map(({ id }) => id)
  const [ask, setAsk] = useState(false)
  const here = location.origin + location.pathname
  const link = usePage((page) => `${here}#${linkHere(page, { ask })}`)
  const frame = usePage((page) => `${here}#${linkHere(page, { ask, embed: true })}`)
  return (
    <div className={styles['card']}>
      <input
        className={styles['link']}
        aria-label="Link"
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <label className={styles['ask']}>
        <input type="checkbox" checked={ask} onChange={(event) => setAsk(event.currentTarget.checked)} />
        <span>
          Ask first
          <small>Hides the answer until it is asked for.</small>
        </span>
      </label>
      <div className={styles['ways']}>
        <CopyButton text={link} main={main}>
          Copy link
        </CopyButton>
        <CopyButton text={commandLine(run.input)}>Copy as command line</CopyButton>
        <CopyButton text={regressionTest(run.input, question, violated)}>Copy as test</CopyButton>
        <CopyButton text={embedding(frame, question)}>Copy embed snippet</CopyButton>
        {'share' in navigator && (
          <button
            type="button"
            className={styles['way']}
            onClick={() => void shareBySystem({ title: 'Crashcart', text: question, url: link })}
          >
            Share with…
          </button>
        )}
      </div>
    </div>
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
