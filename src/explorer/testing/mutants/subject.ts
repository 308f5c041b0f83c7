/** What is loaded anew with each mutant: simulator and scenario together, so that both know the same classes. */
export { scenario } from '#scenarios'
export { createSimulator } from '#simulator/simulate.ts'
