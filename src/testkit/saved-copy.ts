import type { JournalEvent } from '#core/journal/journal-event.ts';
import { copyKeyAnswer } from '#protocol/copy.ts';
import { registrationOf } from '#store/registration.ts';
import { sealCopies } from '#store/seal-copy.ts';
import type { CopyKey } from '#store/till-store.ts';
import type { TestServer } from './test-server.ts';
import { jsonOf, type TestTill } from './test-till.ts';

const MADE_AT = '2026-03-14T15:00:00.000Z';

/** The key that this till's server wants its copies sealed with. */
export async function fetchCopyKey(server: TestServer, till: TestTill): Promise<CopyKey> {
  const response = await server.request('/api/v1/pos/copy-key', { headers: till.headers });
  const { key_id: keyId, public_key: publicKey } = copyKeyAnswer.parse((await jsonOf(response)).data);
  return { keyId, publicKey };
}

/** The text of the file that this till would save, had it these events unsent; they may be of several epochs. */
export async function savedCopy(server: TestServer, till: TestTill, events: readonly JournalEvent[]): Promise<string> {
  const epochs = [...new Set(events.map(({ epoch }) => epoch))].map((epoch) => ({
    epoch,
    items: events.filter((event) => event.epoch === epoch),
  }));
  const maker = {
    registration: registrationOf(till.registration),
    key: await fetchCopyKey(server, till),
    madeAt: MADE_AT,
  };
  return (await sealCopies(maker, epochs)).map(({ text }) => text).join('');
}
