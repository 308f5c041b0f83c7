/**
 * What the room and its notes window say to each other over a BroadcastChannel. Every page of this origin can post
 * there, so that each message is parsed where it comes in.
 */
import * as v from 'valibot'

const noteSchema = v.object({
  event: v.number(),
  label: v.string(),
  sentence: v.string(),
  because: v.array(v.string()),
  terms: v.array(v.string()),
  later: v.nullable(v.string()),
})

const stateSchema = v.object({
  kind: v.literal('state'),
  question: v.string(),
  /** For the speaker alone: it may not have been told in the room yet. */
  answer: v.nullable(v.string()),
  isAnswerShown: v.boolean(),
  notes: v.array(noteSchema),
  /** Position of the stop on screen; −1 before the first. */
  at: v.number(),
  /** When the showing began, milliseconds since 1970: both windows are on one machine. */
  startedAtMs: v.number(),
  isBlank: v.boolean(),
  isLooping: v.boolean(),
})

const fromRoom = v.variant('kind', [stateSchema, v.object({ kind: v.literal('left') })])

const commands = ['next', 'previous', 'first', 'last', 'restart', 'blank', 'loop'] as const

const fromNotes = v.variant('kind', [
  /** The window has opened, or was reloaded: it asks for the state. */
  v.object({ kind: v.literal('hello') }),
  v.object({ kind: v.literal('command'), command: v.picklist(commands) }),
])

export type RoomState = v.InferOutput<typeof stateSchema>
export type FromRoom = v.InferOutput<typeof fromRoom>
export type FromNotes = v.InferOutput<typeof fromNotes>
export type RoomCommand = (typeof commands)[number]

/** @returns null for what is no message of a room. */
export function parseFromRoom(data: unknown): FromRoom | null {
  const { success, output } = v.safeParse(fromRoom, data)
  return success ? output : null
}

/** @returns null for what is no message of a notes window. */
export function parseFromNotes(data: unknown): FromNotes | null {
  const { success, output } = v.safeParse(fromNotes, data)
  return success ? output : null
}

/** Whether an action of a key is one that the notes window can ask the room for. */
export function isCommand(action: string): action is RoomCommand {
  return commands.some((command) => command === action)
}

/** Rooms of several tabs do not hear each other. @param room its id */
export function channelName(room: string): string {
  return `crashcart-room-${room}`
}
