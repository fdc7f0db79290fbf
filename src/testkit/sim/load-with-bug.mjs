import { register } from 'node:module';

// Started with --import after the loader for TypeScript, so that the text is changed before that sees it.
register('./bug-hooks.mjs', import.meta.url, { data: JSON.parse(process.env['SEEDED_BUG'] ?? '[]') });
