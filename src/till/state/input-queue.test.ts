import { describe, expect, it } from 'vitest';
import { createInputQueue } from './input-queue.ts';

describe('the till takes one input at a time', () => {
  it('starts an input only after the one before it is stored', async () => {
    const queue = createInputQueue();
    const seen: string[] = [];
    let isStored = () => {};
    const stored = new Promise<void>((resolve) => {
      isStored = resolve;
    });
    const first = queue(async () => {
      seen.push('first begins');
      await stored;
      seen.push('first is stored');
    });
    const second = queue(async () => {
      seen.push('second begins');
      await Promise.resolve();
    });
    await Promise.resolve();
    isStored();
    await Promise.all([first, second]);
    expect(seen).toEqual(['first begins', 'first is stored', 'second begins']);
  });

  it('goes on after an input that failed, and tells only its own caller', async () => {
    const queue = createInputQueue();
    const failing = queue(() => Promise.reject(new Error('the disk is full')));
    const next = queue(() => Promise.resolve());
    await expect(failing).rejects.toThrow('the disk is full');
    await expect(next).resolves.toBeUndefined();
  });
});
