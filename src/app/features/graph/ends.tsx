import { Handle, Position } from '@xyflow/react'
import styles from './flow.module.css'

/** Where edges end, which React Flow asks for: a node that has none is drawn without its edges. Nobody sees them. */
export function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className={styles['end']} />
      <Handle type="source" position={Position.Right} isConnectable={false} className={styles['end']} />
    </>
  )
}
