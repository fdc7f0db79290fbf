import { argon2Verify } from 'hash-wasm';

/** Whether this PIN is the one behind an encoded argon2id hash; works without a line. */
export function verifyPin(pin: string, verifier: string): Promise<boolean> {
  return argon2Verify({ password: pin, hash: verifier });
}
