/** The sources and graphs of all implementations, by their names. */
import atLeastOnceProgram from './at-least-once.ts?program'
import durableProgram from './durable.ts?program'
import { naivePrograms } from './opening-programs.ts'
import pollerProgram from './poller.ts?program'
import { programsOf } from './programs-of.ts'
import stateMachineProgram from './state-machine.ts?program'
import workflowNextProgram from './workflow-next.ts?program'
import workflowServerProgram from './workflow-server.ts?program'
import workflowProgram from './workflow.ts?program'

export const programs = {
  naive: naivePrograms,
  'state-machine': programsOf(stateMachineProgram, pollerProgram),
  'at-least-once': programsOf(
    workflowProgram,
    workflowServerProgram,
    workflowNextProgram,
    atLeastOnceProgram,
  ),
  durable: programsOf(workflowProgram, workflowServerProgram, workflowNextProgram, durableProgram),
}
