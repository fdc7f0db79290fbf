import { readConfig } from '#server/config.ts';
import { openExisting } from '#server/db/open-existing.ts';
import type { VerifyFinding } from '#server/operations/verify-finding.ts';
import { verifyEach } from '#server/operations/verify-server.ts';

/**
 * npm run verify
 *
 * Walks through everything the server has stored: chains, gaps, postings, sums, stock, drawer sessions. One line for
 * each finding, a line of counts at the end; ends with 1 when anything was found. The server may run meanwhile.
 */
async function main(): Promise<void> {
  const database = await openExisting(readConfig(process.env));
  const found: Record<VerifyFinding['kind'], number> = { broken_chain: 0, gap: 0, unposted: 0, unbalanced: 0 };
  const tell = ({ kind, register_id, text }: VerifyFinding) => {
    found[kind] += 1;
    process.stdout.write(`${kind.padEnd(12)} ${register_id ?? '-'}: ${text}\n`);
  };
  try {
    const { registers, events, sales } = await verifyEach(database.db, tell);
    process.stdout.write(
      `verify: ${String(registers)} registers, ${String(events)} events, ${String(sales)} sales; ` +
        `broken chains ${String(found.broken_chain)}, gaps ${String(found.gap)}, ` +
        `unposted ${String(found.unposted)}, unbalanced ${String(found.unbalanced)}\n`,
    );
  } finally {
    await database.close();
  }
  if (Object.values(found).some((count) => count > 0)) {
    process.exitCode = 1;
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
