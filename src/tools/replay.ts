import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { success } from '#protocol/answer.ts';
import { catalogueSnapshot, staffList } from '#protocol/catalogue.ts';
import { enrolmentAnswer, type EnrolmentRequest } from '#protocol/enrolment.ts';
import { startServer } from '#server/serve.ts';
import { ask, countServer, type ServerAccess } from './replay/count-server.ts';
import { progressBar } from './replay/progress-bar.ts';
import { readInvoices, surveyInvoices } from './replay/read-invoices.ts';
import { openReplayTill, type ReplayTill } from './replay/replay-till.ts';
import { sendEverything } from './replay/send.ts';

/**
 * npm run replay -- FILE.csv[.gz] [--server URL [--code XXXX-XXXX]]
 *
 * Takes real sales through core, store, sync and server, and says what went in and what the server holds.
 */
const USAGE = 'npm run replay -- FILE.csv[.gz] [--server URL [--code XXXX-XXXX]]';

/** Sales rung up between two pushes, as a till that is now and then on line. */
const SALES_PER_PUSH = 200;
/** Later than any sale: what the server has confirmed is dropped, so that memory stays flat. */
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { server: { type: 'string' }, code: { type: 'string' } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new Error(`Say which file to replay: ${USAGE}`);
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'mostrador-replay-'));
  const own = values.server === undefined ? await ownServer(folder) : null;
  try {
    const url = own?.url ?? values.server ?? '';
    await replay({ file, folder, url, enrol: values.code === undefined ? { demo: true } : { code: values.code } });
  } finally {
    await own?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function ownServer(folder: string) {
  return startServer({
    port: 0,
    host: '127.0.0.1',
    dataDir: path.join(folder, 'server'),
    databaseUrl: null,
    metricsToken: null,
    logLevel: 'warn',
    staticRoot: null,
    demo: true,
  });
}

async function replay(options: { file: string; folder: string; url: string; enrol: EnrolmentRequest }): Promise<void> {
  const survey = await surveyInvoices(options.file);
  const till = await openTill(options);
  const draw = progressBar(process.stderr, 'replay');
  let done = 0;
  for await (const invoice of readInvoices(options.file, survey)) {
    await till.sell(invoice);
    done += 1;
    if (done % SALES_PER_PUSH === 0) {
      await sendEverything(till.store, till.access);
      await till.store.pruneConfirmed({ before: END_OF_TIME, newest: 1 });
    }
    draw(done, survey.lastRowOf.size);
  }
  await sendEverything(till.store, till.access);
  const { events } = await till.store.unsent();
  const server = await countServer(till.access, till.registerId, till.sold.ids);
  await till.store.close();
  const skipped = `${String(survey.rows)} rows read, ${String(survey.skippedRows)} skipped, ${String(events)} events unsent`;
  process.stdout.write(`${skipped}\n`);
  process.stdout.write(
    `replay: till ${String(till.sold.ids.size)} sales ${String(till.sold.lines)} lines ${till.sold.total.toFixed(2)}; ` +
      `server ${String(server.sales)} sales ${server.total.toFixed(2)}; ` +
      `lost ${String(server.lost)}, doubled ${String(server.doubled)}, ledger ${server.ledger.toFixed(2)}\n`,
  );
  if (server.lost > 0 || server.doubled > 0 || !server.ledger.isZero() || !server.total.equals(till.sold.total)) {
    process.exitCode = 1;
  }
}

interface ConnectedTill extends ReplayTill {
  access: ServerAccess;
  registerId: string;
}

async function openTill(options: { folder: string; url: string; enrol: EnrolmentRequest }): Promise<ConnectedTill> {
  const response = await fetch(new URL('/api/v1/pos/enrolments', options.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(options.enrol),
  });
  if (!response.ok) {
    throw new Error(`The server would not take a till (${String(response.status)}): ${await response.text()}`);
  }
  const enrolment = success(enrolmentAnswer).parse(await response.json()).data;
  const access = { url: options.url, token: enrolment.device_token };
  const catalogue = (await ask(access, '/api/v1/pos/catalogue/snapshot', success(catalogueSnapshot))).data;
  const staff = (await ask(access, '/api/v1/pos/staff', success(staffList))).data;
  const cashier = staff.find((member) => member.role === 'cashier') ?? staff[0];
  if (cashier === undefined) {
    throw new Error('The local has nobody who may sell.');
  }
  const till = await openReplayTill({ enrolment, catalogue, cashierId: cashier.staff_id, folder: options.folder });
  return { ...till, access, registerId: enrolment.register.register_id };
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
