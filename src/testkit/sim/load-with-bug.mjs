import { register } from 'node:module';

/**
 * To be started with `--import`, after the loader for TypeScript. SEEDED_BUG holds modules by their address, as JSON:
 * they are loaded as they stand there, and all others as they are.
 */
register('./bug-hooks.mjs', import.meta.url, { data: JSON.parse(process.env['SEEDED_BUG'] ?? '{}') });
