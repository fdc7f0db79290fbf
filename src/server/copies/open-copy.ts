import { webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { canonicalJson } from '#core/journal/canonical-json.ts';
import { MAX_COPY_CONTENT_BYTES } from '#protocol/copy-limits.ts';
import { type CopyContent, copyContent, type SealedCopy, sealedCopy } from '#protocol/copy.ts';
import type { ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { findPrivateKey } from './copy-keys.ts';

const unzip = promisify(gunzip);

export interface OpenedCopy {
  sealed: SealedCopy;
  content: CopyContent;
}

/**
 * Opens a copy that was sealed for this organisation and checks its shape. Refuses with COPY_DAMAGED what is no copy
 * or was changed, with COPY_OF_OTHERS what was sealed for a key this organisation does not have, and with
 * COPY_TOO_LARGE what unpacks to more than any till writes.
 */
export async function openCopy(
  deps: Pick<ServerDeps, 'database'>,
  organisationId: string,
  text: string,
): Promise<OpenedCopy> {
  const sealed = sealedCopy.safeParse(parsed(text)).data;
  if (sealed === undefined) {
    throw new ApiProblem('COPY_DAMAGED', { because: 'form' });
  }
  const privateKey = await findPrivateKey(deps, organisationId, sealed.key_id);
  if (privateKey === null) {
    throw new ApiProblem('COPY_OF_OTHERS');
  }
  const packed = await unseal(sealed, privateKey);
  const content = copyContent.safeParse(parsed(await unpack(packed))).data;
  if (content === undefined || content.epochs.reduce((sum, { items }) => sum + items.length, 0) !== sealed.events) {
    throw new ApiProblem('COPY_DAMAGED', { because: 'content' });
  }
  return { sealed, content };
}

/** The other half of this is the till's `sealCopy`. */
async function unseal(
  { ciphertext, ...label }: SealedCopy,
  privateKey: webcrypto.CryptoKey,
): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = webcrypto;
  try {
    const ephemeral = await subtle.importKey(
      'raw',
      bytesOf(label.ephemeral_key),
      { name: 'ECDH', namedCurve: 'P-256' },
      false,
      [],
    );
    const shared = await subtle.deriveBits({ name: 'ECDH', public: ephemeral }, privateKey, 256);
    const secret = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
    const key = await subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: bytesOf(label.ephemeral_key), info: utf8(label.format) },
      secret,
      { name: 'AES-GCM', length: 256 },
      false,
      ['decrypt'],
    );
    const algorithm = { name: 'AES-GCM', iv: bytesOf(label.iv), additionalData: utf8(canonicalJson(label)) };
    return new Uint8Array(await subtle.decrypt(algorithm, key, bytesOf(ciphertext)));
  } catch {
    throw new ApiProblem('COPY_DAMAGED', { because: 'seal' });
  }
}

async function unpack(packed: Uint8Array): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      await unzip(packed, { maxOutputLength: MAX_COPY_CONTENT_BYTES }),
    );
  } catch (error) {
    throw new ApiProblem(error instanceof RangeError ? 'COPY_TOO_LARGE' : 'COPY_DAMAGED', { because: 'content' });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function bytesOf(base64url: string): Buffer<ArrayBuffer> {
  return Buffer.from(base64url, 'base64url');
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
