import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROTOCOL_HISTORY } from '#protocol/protocol-version.ts';
import { openTestServer } from '#testkit/test-server.ts';
import { sealWireSamples } from '#testkit/wire-samples.ts';

/**
 * `node --import tsx src/tools/keep-push.ts`: keeps a push as today's till makes it as the fixture of the newest version
 * of the wire. One that is there is never made anew, for tills in the field may hold such events: a change of what a
 * till writes is a new version.
 */
const version = PROTOCOL_HISTORY.at(-1)?.version ?? 0;
const file = fileURLToPath(new URL(`../protocol/pushes/v${String(version)}.json`, import.meta.url));
if (existsSync(file)) {
  console.error(`${file} is there already. Add a line to PROTOCOL_HISTORY first.`);
  process.exit(1);
}
const server = await openTestServer('sqlite');
writeFileSync(file, `${JSON.stringify(await sealWireSamples(server), null, 2)}\n`);
await server.close();
console.log(`${file} is kept. Now: npm run format`);
