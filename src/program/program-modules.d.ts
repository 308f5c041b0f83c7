/** `import program from './workflow.ts?program'`, as `plugin.ts` answers it. */
declare module '*?program' {
  export const program: import('./graph.ts').ProgramFacts
  export default program
}
