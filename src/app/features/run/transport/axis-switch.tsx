import { Segments } from '../../../parts/segments.tsx'

export type Axis = 'events' | 'time'

interface AxisSwitchProps {
  readonly axis: Axis
  readonly onChoose: (axis: Axis) => void
}

/** The time strip by event, or by the clock. */
export function AxisSwitch({ axis, onChoose }: AxisSwitchProps) {
  return (
    <Segments
      label="Axis"
      options={[
        { value: 'events', label: 'Events' },
        { value: 'time', label: 'Time' },
      ]}
      value={axis}
      onChoose={onChoose}
    />
  )
}
