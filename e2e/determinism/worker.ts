import type { Input } from '#simulator'
import { simulateAll } from './simulate-all.ts'

onmessage = async ({ data }: MessageEvent<readonly Input[]>) => postMessage(await simulateAll(data))
