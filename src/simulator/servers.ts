/** The servers behind the balancer: they boot, die with all their memory, and come back as new processes. */
import type { Idle } from './idle.ts'
import type { Host, Network } from './network.ts'
import type { Outages } from './outages.ts'
import type { Postgres } from './postgres.ts'
import { currentFrame } from '#program/frame.ts'
import { createProcess, type Process } from './process.ts'
import { draw } from './randomness.ts'
import type { ProcessEffect } from './faults/effects.ts'
import type { Target } from './faults/place.ts'
import type { Recorder } from './recorder.ts'
import type { Implementation, Machine } from './scenario.ts'
import type { UntoldLog } from './untold.ts'
import type { Scheduler } from './scheduler.ts'
import { endMs } from './settling.ts'
import { epochUnixMs, toUnixMs } from '#stripe'
import type { Environment, Observation } from '#engine/environment.ts'

export interface Servers {
  /** The next server that answers, in turn; if none does, when the first of those that are frozen comes back. */
  balance(): Host | { readonly thawsAtMs: number } | null
  /** Lets a fault's effect happen to a process: the one given, or the one that the fault names. */
  inject(effect: ProcessEffect, process: Process, target: Target | undefined): void
  /** Brings back all that are down; what is frozen is back by then. */
  settle(): void
}

export interface ServersParts {
  readonly scheduler: Scheduler
  readonly recorder: Recorder
  readonly postgres: Postgres
  readonly idle: Idle
  readonly outages: Outages
  readonly implementation: Implementation
  readonly count: number
  readonly seed: number
  readonly settleMs: number
  readonly guards: Machine['guards']
  readonly webhookSecret: string
  readonly untold: Pick<UntoldLog, 'drew' | 'readClock'>
  connectStripe(): Machine['stripe']
  subjectOfWorkflow(workflowId: string): string
  /** Made after the servers, since it asks them for the next that is up. */
  network(): Network
}

/** A machine, and the process that runs on it. */
interface Slot {
  readonly name: string
  host: Host | null
  /** How far its clock is ahead of true time, milliseconds. */
  clockErrorMs: number
  /** Of the code that its next process runs. */
  version: number
}

export function createServers(parts: ServersParts): Servers {
  const { scheduler, recorder, postgres, settleMs, untold } = parts
  const slots: Slot[] = ['A', 'B']
    .slice(0, parts.count)
    .map((name) => ({ name, host: null, clockErrorMs: 0, version: 1 }))
  let turn = 0
  let draws = 0
  let ids = 0

  function boot(slot: Slot): void {
    const process = createProcess({ role: 'server', name: slot.name })
    const context = { process, subject: null, request: null, cause: null, forged: false }
    scheduler.enter(context, null, () => {
      const server = parts.implementation.boot(machineOf(process, slot))
      slot.host = { process, server, waiting: new Map() }
    })
  }

  function machineOf(process: Process, slot: Slot): Machine {
    const { name, version } = slot
    const database = postgres.connect(process)
    const environment: Environment = {
      database,
      sleep: (ms) =>
        new Promise((resolve) => {
          const [context, frame] = [scheduler.context(), currentFrame()]
          scheduler.at(scheduler.nowMs() + ms, process, () => scheduler.enter(context, frame, resolve))
        }),
      idle: (dueInMs) => parts.idle.wait(process, dueInMs),
      random() {
        untold.drew()
        return draw(parts.seed, `server ${name} ${(draws += 1)}`)
      },
      observe: (observation) => observe(observation),
    }
    return {
      name,
      database,
      environment,
      stripe: parts.connectStripe(),
      webhookSecret: parts.webhookSecret,
      clockMs() {
        untold.readClock(name)
        return toUnixMs(scheduler.nowMs() + slot.clockErrorMs)
      },
      newId() {
        untold.drew()
        return `${name}${(ids += 1)}`
      },
      version,
      guards: parts.guards,
    }
  }

  function observe(observation: Observation): void {
    const subject = parts.subjectOfWorkflow(observation.workflowId)
    const { workflowId } = observation
    switch (observation.kind) {
      case 'step-began':
      case 'step-replayed': {
        const progress = observation.kind === 'step-began' ? 'began' : 'replayed'
        recorder.record(
          {
            kind: 'step',
            progress,
            step: observation.step,
            name: observation.name,
            call: observation.call,
            workflowId,
          },
          { subject },
        )
        return
      }
      case 'step-retried': {
        const { step, name } = observation
        recorder.record(
          { kind: 'step', progress: 'retried', step, name, call: 'step', workflowId },
          { subject },
        )
        return
      }
      case 'claimed':
        recorder.record(
          {
            kind: 'workflow',
            progress: observation.recovered ? 'recovered' : 'claimed',
            workflowId,
            epoch: observation.epoch,
            dueAtMs: null,
          },
          { subject },
        )
        return
      case 'went-to-sleep':
        recorder.record(
          {
            kind: 'workflow',
            progress: 'sleeping',
            workflowId,
            epoch: null,
            dueAtMs: observation.dueAtMs === null ? null : observation.dueAtMs - epochUnixMs,
          },
          { subject },
        )
        return
      case 'fenced':
        recorder.record(
          { kind: 'workflow', progress: 'fenced', workflowId, epoch: observation.epoch, dueAtMs: null },
          { subject },
        )
        return
      case 'blocked':
        recorder.record(
          { kind: 'workflow', progress: 'blocked', workflowId, epoch: null, dueAtMs: null },
          { subject },
        )
        return
      case 'finished':
        recorder.record(
          { kind: 'workflow', progress: observation.status, workflowId, epoch: null, dueAtMs: null },
          { subject },
        )
    }
  }

  function restart(slot: Slot, cause: number): void {
    if (slot.host !== null) return
    boot(slot)
    recorder.record(
      { kind: 'process', change: 'restarted', restartAtMs: null },
      { actor: { role: 'server', name: slot.name }, cause, subject: null },
    )
  }

  const crashes = new Map<Slot, number>()

  function crash(slot: Slot, host: Host, restartMs: number | null): void {
    const { process } = host
    process.alive = false
    slot.host = null
    const nowMs = scheduler.nowMs()
    const restartAtMs = restartMs === null ? Math.max(settleMs, nowMs) : endMs(nowMs, restartMs, settleMs)
    const cause = recorder.record(
      { kind: 'process', change: 'crashed', restartAtMs },
      { actor: process.actor, cause: recorder.trace.length },
    )
    crashes.set(slot, cause)
    scheduler.forget(process)
    postgres.disconnect(process)
    parts.network().reset(host)
    scheduler.at(restartAtMs, null, () => restart(slot, cause))
  }

  function freeze(process: Process, forMs: number): void {
    const nowMs = scheduler.nowMs()
    const thawsAtMs = endMs(nowMs, forMs, settleMs)
    process.thawsAtMs = thawsAtMs
    const cause = recorder.record(
      { kind: 'process', change: 'frozen', restartAtMs: thawsAtMs },
      { actor: process.actor, cause: recorder.trace.length },
    )
    postgres.abandon(process)
    scheduler.at(thawsAtMs, null, () => {
      if (!process.alive || process.thawsAtMs !== thawsAtMs) return
      recorder.record(
        { kind: 'process', change: 'thawed', restartAtMs: null },
        { actor: process.actor, cause, subject: null },
      )
    })
  }

  for (const slot of slots) boot(slot)

  return {
    balance() {
      let thawsAtMs: number | null = null
      for (let tried = 0; tried < slots.length; tried += 1) {
        const { name, host } = slots[(turn + tried) % slots.length] ?? { name: '', host: null }
        if (!host || parts.outages.ofServer(name) !== null) continue
        // Whoever does not answer a health check gets no new connections while another does.
        if (host.process.thawsAtMs > scheduler.nowMs()) {
          thawsAtMs = Math.min(thawsAtMs ?? Infinity, host.process.thawsAtMs)
          continue
        }
        turn += tried + 1
        return host
      }
      return thawsAtMs === null ? null : { thawsAtMs }
    },
    inject(effect, process, target) {
      if (target === 'postgres') return postgres.restart()
      const slot = slots.find(({ host, name }) =>
        target === undefined ? host?.process === process : name === target,
      )
      const host = slot?.host
      // It is down already.
      if (!slot || !host) return
      switch (effect.does) {
        case 'crash':
          if (effect.code === 'new') slot.version += 1
          return crash(slot, host, effect.restartMs)
        case 'freeze':
          return freeze(host.process, effect.forMs)
        case 'jump-clock':
          slot.clockErrorMs += effect.byMs
          recorder.record(
            { kind: 'process', change: 'clock-jumped', restartAtMs: null },
            { actor: host.process.actor, cause: recorder.trace.length },
          )
      }
    },
    settle() {
      for (const slot of slots) restart(slot, crashes.get(slot) ?? 0)
    },
  }
}
