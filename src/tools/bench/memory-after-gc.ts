import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of JavaScript's heap that are in use once everything that can be let go of is. */
export function heapAfterGc(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
