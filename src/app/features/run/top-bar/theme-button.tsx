import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../../../parts/icon-button.tsx'
import { usePreferences } from '../../../state/page.tsx'
import { prefer, themes, type Theme } from '../../../state/preferences.ts'

const words: { readonly [theme in Theme]: string } = {
  system: 'system',
  light: 'light',
  dark: 'dark',
}

/** Goes round: as the system, light, dark. */
export function ThemeButton() {
  const { theme } = usePreferences()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  const Icon = { system: Monitor, light: Sun, dark: Moon }[theme]
  return (
    <IconButton
      label={`Colours: ${words[theme]}`}
      title={`Colours ${words[theme]}; click for ${words[next]}`}
      onClick={() => prefer({ theme: next })}
    >
      <Icon size={16} aria-hidden="true" />
    </IconButton>
  )
}
