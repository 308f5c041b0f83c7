export { isWhole } from '#engine/testing/is-whole.ts'
