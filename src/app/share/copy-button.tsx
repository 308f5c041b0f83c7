import { Check, Copy } from 'lucide-react'
import { useState, type Ref } from 'react'
import styles from './share.module.css'

interface CopyButtonProps {
  readonly text: string
  /** Set for the one that most people want. */
  readonly main?: Ref<HTMLButtonElement>
  readonly children: string
}

/** Copies a text, and says whether it did. */
export function CopyButton({ text, main, children }: CopyButtonProps) {
  /** What was copied last: another text is not copied yet. */
  const [copied, setCopied] = useState<string | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(text)
      setHasFailed(false)
    } catch {
      setHasFailed(true)
    }
  }
  const isCopied = copied === text
  const Icon = isCopied ? Check : Copy
  return (
    <>
      <button
        ref={main}
        type="button"
        className={`${styles['way']} ${main ? styles['main'] : ''}`}
        onClick={() => void copy()}
      >
        <Icon size={14} aria-hidden="true" />
        {children}
        <span className={styles['copied']} role="status">
          {isCopied ? 'Copied' : ''}
        </span>
      </button>
      {hasFailed && (
        <p className={styles['byHand']} role="alert">
          This browser blocks copying. Copy it by hand:
          <code>{text}</code>
        </p>
      )}
    </>
  )
}
