/** How often something may be tried: `burst` times at once, then `perMinute` times a minute. */
export interface Allowance {
  burst: number;
  perMinute: number;
}

/** Counts tries by caller. */
export interface RateLimit {
  /** Takes one try: 0 when it may go on, else the whole seconds to wait. */
  take(key: string): number;
}

/** From so many callers on, those whose allowance is full again are forgotten; then anew whenever they have doubled. */
const MANY_CALLERS = 10_000;

/** A token bucket per caller, in memory: a restart forgives, which is no help to somebody who guesses. */
export function createRateLimit(allowance: Allowance, now: () => number): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  let tidyAt = MANY_CALLERS;
  const perMs = allowance.perMinute / 60_000;

  const refilled = (bucket: { tokens: number; at: number }, at: number) =>
    Math.min(allowance.burst, bucket.tokens + Math.max(0, at - bucket.at) * perMs);

  const forgetFull = (at: number) => {
    for (const [key, bucket] of buckets) {
      if (refilled(bucket, at) >= allowance.burst) {
        buckets.delete(key);
      }
    }
    tidyAt = Math.max(MANY_CALLERS, buckets.size * 2);
  };

  return {
    take(key) {
      const at = now();
      if (buckets.size >= tidyAt) {
        forgetFull(at);
      }
      const tokens = refilled(buckets.get(key) ?? { tokens: allowance.burst, at }, at);
      const allowed = tokens >= 1;
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at });
      return allowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / perMs / 1000));
    },
  };
}
