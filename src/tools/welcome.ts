import { resolve } from 'node:path';
import { enrolmentCodeAnswer, registerList } from '#protocol/office.ts';
import type { ServerConfig } from '#server/config.ts';
import { demoStaff } from '#server/demo/people.ts';
import { demoShop } from '#server/demo/shop.ts';
import { type OfficeClient, signInToOffice } from './office-client.ts';

const demoOffice = demoStaff.flatMap(({ email, password }) => (password === null ? [] : [{ email, password }]));

async function signInToDemoOffice(serverUrl: string): Promise<OfficeClient | null> {
  const [person] = demoOffice;
  return person === undefined ? null : signInToOffice(serverUrl, person);
}

/** A code for a register that no till is yet; null when all are taken, because a code would send the other till away. */
async function freshEnrolmentCode(office: OfficeClient): Promise<string | null> {
  const registers = await office.get('/api/v1/registers', registerList);
  const free = registers.findLast(({ enrolled }) => !enrolled);
  if (free === undefined) {
    return null;
  }
  const path = `/api/v1/registers/${free.register_id}/enrolment_codes`;
  return (await office.post(path, enrolmentCodeAnswer)).code;
}

/** Lines about the demo shop; none when this server keeps a real one. */
async function demoLines(serverUrl: string): Promise<string[]> {
  const office = await signInToDemoOffice(serverUrl);
  if (office === null) {
    return [];
  }
  const code = await freshEnrolmentCode(office);
  await office.signOut();
  return [
    '',
    `  Demo shop       ${demoShop.local.name}: choose "Try the demo shop"`,
    ...demoStaff.map(({ name, role, pin }) => `                  PIN ${pin}  ${name}, ${role}`),
    ...(code === null ? [] : [`  Connect a till  with the code ${code} (good once, for ten minutes)`]),
    ...demoOffice.map(({ email, password }) => `  Office sign-in  ${email}  ${password}`),
  ];
}

function whereTheDataAre({ databaseUrl, dataDir }: ServerConfig): string {
  if (databaseUrl === null) {
    return resolve(dataDir);
  }
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL ${host}${pathname}`;
}

/** What the terminal says once the server listens: where to go, who may sign in, where everything is kept. */
export async function welcome(serverUrl: string, config: ServerConfig): Promise<string> {
  return [
    '',
    '  Mostrador is open.',
    '',
    `  Till            ${serverUrl}`,
    `  Office          ${serverUrl}/office`,
    ...(await demoLines(serverUrl)),
    '',
    `  Data            ${whereTheDataAre(config)}`,
    '  Stop            Ctrl+C',
    '',
  ].join('\n');
}
