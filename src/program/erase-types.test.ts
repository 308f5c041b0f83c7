import { expect, test } from 'vitest'
import { eraseTypes } from './erase-types.ts'
import { SourceError, parse } from './syntax.ts'

const squeezed = (source: string): string => eraseTypes(source).replace(/\s+/g, ' ').trim()

test.each<[string, string]>([
  ['let a: number = 1', 'let a = 1'],
  ['let a!: string', 'let a'],
  [
    'const f = (a?: number, ...b: string[]): asserts a is number => a! as any satisfies X',
    'const f = (a , ...b ) => a',
  ],
  ['function f(this: Foo, a: number) {}', 'function f( a ) {}'],
  ['const g = async <T,>(x: T): Promise<T> => x', 'const g = async (x ) => x'],
  ["import { type A, b } from 'b'", "import { b } from 'b'"],
  ["import { type A } from 'b'", ';'],
  ["import type A from 'b'", ';'],
  ["import A, { type B } from 'b'", "import A, { } from 'b'"],
  ['export type { A } from "b"; type B = 1; let c; export { type B, c }', '; ; let c; export { c }'],
  ['export type X = 1\nexport interface Y {}', '; ;'],
  ['declare const x: number; declare module "m" { }', '; ;'],
  ['export default interface Foo {}', ';'],
  ['function f(a: string): void\nfunction f(a: any) {}', '; function f(a ) {}'],
  ['f<string>(a)!.b(c as Array<Map<string, [number]>>)', 'f (a) .b(c )'],
  ['new Map<string, number>()', 'new Map ()'],
  ['const c = recv<Payment>("payment", { timeoutMs: 1 })', 'const c = recv ("payment", { timeoutMs: 1 })'],
  ['(x as any)', '(x )'],
  ['((x) as any)', '((x) )'],
  ['foo<string>;', 'foo ;'],
  ['try {} catch (e: unknown) {}', 'try {} catch (e ) {}'],
  ['for (const x of xs as number[]) {}', 'for (const x of xs ) {}'],
  ['const { a, b }: { a: number; b: () => void } = x', 'const { a, b } = x'],
])('%s', (source, expected) => {
  expect(squeezed(source)).toBe(expected)
})

test('a class keeps what runs', () => {
  const source = `abstract class Q<T> extends R<T> implements S, T2 {
    private readonly a: number = 1; declare b: string; c!: number; d?: string = 'd'
    static #e = 1
    abstract m(): void
    override n?(): string { return '' }
    [key: string]: unknown
    protected static async o<U>(u: U): Promise<U> { return u }
    get x(): number { return 1 }
    constructor(); constructor(a?: number) { super() }
  }`
  expect(() => parse(eraseTypes(source))).not.toThrow()
  expect(squeezed(source)).toBe(
    "class Q extends R { ; a = 1; ; c ; d = 'd' static #e = 1 ; ; n () { return '' } ; ; static async o (u ) { return u } " +
      'get x() { return 1 } ; constructor(a ) { super() } }',
  )
})

test('what the end of a type had ended still ends', () => {
  const run = (body: string): unknown => {
    const made = new Function(`${eraseTypes(`function run() {\n${body}\n}`)}; return run()`) as () => unknown
    return made()
  }
  const log = 'const log = []\n'
  expect(run(`${log}const a = 1\ntype X = 1\n;(() => log.push(a))()\nreturn log`)).toEqual([1])
  expect(run(`${log}const a = log.push as unknown\n;[0].map(() => 0)\nreturn log`)).toEqual([])
  expect(run(`${log}const a = log as unknown // a comment\n(() => log.push(2))()\nreturn log`)).toEqual([2])
})

test('an arrow stays on the line of its parameters', () => {
  const source = 'const f = async (a: number): Promise<{\n  b: string\n}> => {\n  return a\n}'
  const code = eraseTypes(source)
  expect(() => parse(code)).not.toThrow()
  expect(code.split('\n').map((line) => line.length)).toEqual(source.split('\n').map((line) => line.length))
  expect(() => parse(eraseTypes('const g = async <\n  T,\n>(a: T) => a'))).not.toThrow()
})

test.each<[string, number, number, string]>([
  ['const a = 1\nenum E { A }', 2, 1, 'enum'],
  ['namespace N { export const a = 1 }', 1, 1, 'namespace'],
  ['class A {\n  constructor(private a: number) {}\n}', 2, 15, 'parameter property'],
  ['import q = require("q")', 1, 1, 'import ='],
  ['export = 1', 1, 1, 'export ='],
  ['const a = <any>b', 1, 11, 'as Type'],
  ['export enum E { A }', 1, 8, 'enum'],
  ['const a = (', 1, 12, 'Unexpected'],
])('refuses %s', (source, line, column, message) => {
  const error = catchError(() => eraseTypes(source))
  expect(error).toBeInstanceOf(SourceError)
  expect(error).toMatchObject({ line, column, message: expect.stringContaining(message) as unknown })
})

function catchError(body: () => unknown): unknown {
  try {
    body()
  } catch (error) {
    return error
  }
  return null
}
