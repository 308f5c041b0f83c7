import type { ImplementationPrograms } from '#simulator/scenario.ts'

type Program = ImplementationPrograms['program']

/** An implementation's compiled sources, the drawn one first. */
export function programsOf(...programs: readonly [Program, ...Program[]]): ImplementationPrograms {
  return {
    program: programs[0],
    programs,
    // Enough of each to tell one version from another.
    hash: programs.map(({ hash }) => hash.slice(0, 6)).join(''),
  }
}
