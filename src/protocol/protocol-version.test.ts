import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { PROTOCOL_HISTORY } from './protocol-version.ts';

/** Every file of this folder, so that none can be forgotten here. */
const modules = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./*.test.ts', '!./protocol-version.ts'], {
  eager: true,
});

/** Every schema and every number that the folder exports, as JSON schema. */
function wire(): Record<string, unknown> {
  const described = Object.entries(modules).flatMap(([file, exported]) =>
    Object.entries(exported).flatMap(([name, value]): [string, unknown][] => {
      if (value instanceof z.ZodType) {
        return [[`${file} ${name}`, z.toJSONSchema(value)]];
      }
      return typeof value === 'number' ? [[`${file} ${name}`, value]] : [];
    }),
  );
  return Object.fromEntries(described);
}

describe('the wire', () => {
  test('is what the newest version says: whoever changes a schema writes down what changed', () => {
    // When this fails, a schema has changed. See protocol-version.ts for what is to be written, with this new hash.
    expect(bytesToHex(sha256(utf8ToBytes(canonicalJson(wire()))))).toBe(PROTOCOL_HISTORY.at(-1)?.sha256);
  });

  test('is described whole', () => {
    const names = Object.keys(wire());
    for (const name of ['event.ts journalEvent', 'sync.ts pushRequest', 'catalogue.ts catalogueSnapshot']) {
      expect(names).toContain(`./${name}`);
    }
    expect(names.length).toBeGreaterThan(30);
  });

  test('has a history: versions counted up, each with what changed, none the same as another', () => {
    expect(PROTOCOL_HISTORY.map((each) => each.version)).toEqual(PROTOCOL_HISTORY.map((_, place) => place + 1));
    expect(PROTOCOL_HISTORY.every((each) => /^\S.{10,200}$/.test(each.change))).toBe(true);
    expect(new Set(PROTOCOL_HISTORY.map((each) => each.sha256)).size).toBe(PROTOCOL_HISTORY.length);
  });
});
