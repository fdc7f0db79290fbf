import { SENDING_BUGS } from './bugs-of-the-sending.ts';
import { SERVER_BUGS } from './bugs-of-the-server.ts';
import { TILL_BUGS } from './bugs-of-the-till.ts';
import type { SeededBug } from './seeded-bug.ts';

/** Every guard that is taken away, one after the other. */
export const SEEDED_BUGS: readonly SeededBug[] = [...SERVER_BUGS, ...SENDING_BUGS, ...TILL_BUGS];
