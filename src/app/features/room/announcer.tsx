/** What a screen reader hears of room mode: each stop, and the answer where it is told. */
export function RoomAnnouncer({ words }: { readonly words: string }) {
  return (
    <p className="visually-hidden" role="status" aria-live="polite" aria-label="Room mode events">
      {words}
    </p>
  )
}
