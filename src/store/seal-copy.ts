import { canonicalJson } from '#core/journal/canonical-json.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { CopyLabel, SealedCopy } from '#protocol/copy.ts';
import type { CopyKey, Registration, UnsentEpoch } from './till-store.ts';

/** Most bytes of JSON in one file; what is more goes into another one. Well below what the server takes. */
const MOST_BYTES = 32 * 1024 * 1024;

export interface CopyFile {
  name: string;
  text: string;
}

/**
 * Seals what this till has not sent for its organisation's server, oldest first: one file, or several where one would
 * be too large to be taken in. `madeAt` is a UTC instant. Nothing in a file can be read without the server's key.
 */
export async function sealCopies(
  { registration, key, madeAt }: { registration: Registration; key: CopyKey; madeAt: string },
  epochs: readonly UnsentEpoch[],
  mostBytes = MOST_BYTES,
): Promise<CopyFile[]> {
  const parts = inParts(epochs, mostBytes);
  const files: CopyFile[] = [];
  for (const [index, part] of parts.entries()) {
    const content = JSON.stringify({
      register_id: registration.registerId,
      device_token: registration.deviceToken,
      epochs: part,
    });
    const events = part.reduce((sum, { items }) => sum + items.length, 0);
    const label = { register_code: registration.registerCode, made_at: madeAt, events };
    files.push({
      name: fileName(label, parts.length === 1 ? '' : `-${String(index + 1)}-${String(parts.length)}`),
      text: JSON.stringify(await seal(content, label, key)),
    });
  }
  return files;
}

/** `mostrador-T03-2026-03-14-1502.copy.json`; the colons of an instant are no part of a file's name everywhere. */
function fileName(
  { register_code: code, made_at: madeAt }: Pick<CopyLabel, 'register_code' | 'made_at'>,
  part: string,
) {
  return `mostrador-${code.replaceAll(/[^\w-]/g, '_')}-${madeAt.slice(0, 16).replace('T', '-').replace(':', '')}${part}.copy.json`;
}

/** Whole events in order, so that each file can be taken in by itself once those before it have been. */
function inParts(epochs: readonly UnsentEpoch[], mostBytes: number): UnsentEpoch[][] {
  const parts: { epoch: number; items: JournalEvent[] }[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { epoch, items } of epochs) {
    for (const item of items) {
      const size = new TextEncoder().encode(JSON.stringify(item)).length + 1;
      if (bytes + size > mostBytes) {
        parts.push([]);
        bytes = 0;
      }
      bytes += size;
      const part = parts.at(-1) ?? [];
      const last = part.at(-1);
      if (last?.epoch === epoch) {
        last.items.push(item);
      } else {
        part.push({ epoch, items: [item] });
      }
    }
  }
  return parts;
}

/** ECDH with a key of this file's own, HKDF, AES-GCM over the zipped content; the label is sealed with it. */
async function seal(
  content: string,
  about: Pick<CopyLabel, 'register_code' | 'made_at' | 'events'>,
  key: CopyKey,
): Promise<SealedCopy> {
  const { subtle } = crypto;
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const recipient = await subtle.importKey('raw', bytesOf(key.publicKey), curve, false, []);
  const ephemeral = await subtle.generateKey(curve, false, ['deriveBits']);
  const ephemeralKey = new Uint8Array(await subtle.exportKey('raw', ephemeral.publicKey));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const label: CopyLabel = {
    format: 'mostrador-copy',
    v: 1,
    ...about,
    key_id: key.keyId,
    ephemeral_key: base64url(ephemeralKey),
    iv: base64url(iv),
  };
  const shared = await subtle.deriveBits({ name: 'ECDH', public: recipient }, ephemeral.privateKey, 256);
  const secret = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const contentKey = await subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: ephemeralKey, info: utf8(label.format) },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  );
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8(canonicalJson(label)) };
  const ciphertext = await subtle.encrypt(algorithm, contentKey, await zip(content));
  return { ...label, ciphertext: base64url(new Uint8Array(ciphertext)) };
}

async function zip(text: string): Promise<ArrayBuffer> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** In pieces, because a call takes only so many arguments. */
function base64url(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x80_00) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x80_00));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}
