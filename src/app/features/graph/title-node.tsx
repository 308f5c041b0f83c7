import { memo } from 'react'
import type { NodeProps } from '@xyflow/react'
import type { TitleFlowNode } from './flow-elements.ts'
import styles from './flow.module.css'

/** The title of an entry, above its first node. */
export const TitleNode = memo(function TitleNode({ data }: NodeProps<TitleFlowNode>) {
  return <h2 className={styles['title']}>{data.text}</h2>
})
