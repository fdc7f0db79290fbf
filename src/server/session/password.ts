import { argon2id, argon2Verify } from 'hash-wasm';

/**
 * argon2id with 19 MiB and two passes, encoded as `$argon2id$…` with its salt, for PINs and passwords alike.
 * About 70 ms: the same hash is checked on the tills.
 */
export function hashSecret(secret: string, salt: Uint8Array): Promise<string> {
  return argon2id({
    password: secret,
    salt,
    parallelism: 1,
    iterations: 2,
    memorySize: 19_456,
    hashLength: 32,
    outputType: 'encoded',
  });
}

/** True when the secret is the one that was hashed. */
export function secretMatches(secret: string, hash: string): Promise<boolean> {
  return argon2Verify({ password: secret, hash });
}

/**
 * The hash of a secret that nobody kept. Whoever signs in under an unknown name is checked against it: to refuse them takes
 * as long as to refuse a wrong password.
 */
export const HASH_OF_NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$FmEGPvQG4A3+xsJZUe/P2A$9HPxGoSQebe6XyABHpJW619WGChXy6AqIvj1Qz72uKM';
