import { z } from 'zod';
import { id, instant, text } from './values.ts';

/**
 * A copy of what exists only on one till, as a file that another till or the office can take in. It is sealed for the
 * server: only the organisation's private key opens it. docs/decisions/011-copies-are-sealed-for-the-server.md tells why.
 */

export const COPY_FORMAT = 'mostrador-copy';

const base64url = z.string().regex(/^[\w-]+$/, 'base64url without padding');
/** An uncompressed point of P-256: 65 bytes. */
const publicKey = base64url.length(87);

/** `GET /api/v1/pos/copy-key` → data: the key that a till seals its copies with. */
export const copyKeyAnswer = z.strictObject({ key_id: id, public_key: publicKey });
export type CopyKeyAnswer = z.infer<typeof copyKeyAnswer>;

/** What anybody can read of a copy. All of it but the ciphertext is bound to the ciphertext: a change breaks the seal. */
export const copyLabel = z.strictObject({
  format: z.literal(COPY_FORMAT),
  v: z.literal(1),
  /** For the person who holds the file; what counts is inside. */
  register_code: id,
  made_at: instant,
  events: z.int().min(1),
  key_id: id,
  ephemeral_key: publicKey,
  /** 96 bits. */
  iv: base64url.length(16),
});
export type CopyLabel = z.infer<typeof copyLabel>;

/** The file: its label, and gzip JSON of a `copyContent` under ECDH (P-256), HKDF (SHA-256) and AES-256-GCM. */
export const sealedCopy = copyLabel.extend({ ciphertext: base64url });
export type SealedCopy = z.infer<typeof sealedCopy>;

/** What only the server can read. The items are those of a push; the device token proves whose they are. */
export const copyContent = z.strictObject({
  register_id: id,
  device_token: z.string().min(32).max(100),
  epochs: z.array(z.strictObject({ epoch: z.int().positive(), items: z.array(z.unknown()).min(1) })).min(1),
});
export type CopyContent = z.infer<typeof copyContent>;

const count = z.int().min(0);

/** `POST /api/v1/pos/copies` and `POST /api/v1/copies` → data: what became of the events of a copy. */
export const copyAnswer = z.strictObject({
  register_code: id,
  register_name: text,
  made_at: instant,
  events: count,
  /** By the status that a push would have answered. */
  counts: z.strictObject({
    accepted: count,
    duplicate: count,
    quarantined: count,
    conflict: count,
    gap: count,
    retry: count,
  }),
  /** The till has been connected anew since: nothing shows that it made this copy, so each event was raised. */
  unproven: z.boolean(),
});
export type CopyAnswer = z.infer<typeof copyAnswer>;
