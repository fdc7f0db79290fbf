import { beforeEach, describe, expect, it } from 'vitest';
import { FollowedUpdates, type WorkerRegistration, type WorkerWindow } from './app-updates.ts';

/** A worker of the app, in whatever state the test puts it. */
class FakeWorker extends EventTarget {
  state: ServiceWorkerState = 'installing';

  become(state: ServiceWorkerState): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

/** The browser's registration; `next` is what the server has, found at the next look. */
class FakeRegistration implements WorkerRegistration {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = new FakeWorker();
  next: FakeWorker | null = null;
  line = true;

  update(): Promise<void> {
    if (!this.line) {
      return Promise.reject(new TypeError('Failed to update a ServiceWorker'));
    }
    this.installing = this.next;
    this.next = null;
    return Promise.resolve();
  }

  installed(): void {
    const worker = this.installing;
    this.installing = null;
    this.waiting = worker;
    worker?.become('installed');
  }

  failed(): void {
    const worker = this.installing;
    this.installing = null;
    worker?.become('redundant');
  }
}

let registration: FakeRegistration;
let said: string[];
let page: { isControlled: boolean; opened: number };
let heard: Record<'waiting' | 'controlling', () => void>;

function follow() {
  const open = (): Promise<WorkerWindow<FakeRegistration>> => {
    page.opened += 1;
    return Promise.resolve({
      addEventListener: (type, listener) => {
        heard[type] = listener;
      },
      messageSkipWaiting: () => said.push('skip waiting'),
      register: () => Promise.resolve(registration),
    });
  };
  const updates = new FollowedUpdates(open, {
    isControlled: () => page.isControlled,
    reload: () => said.push('reload'),
  });
  updates.subscribe((news) => said.push(news));
  return updates;
}

beforeEach(() => {
  registration = new FakeRegistration();
  said = [];
  page = { isControlled: true, opened: 0 };
  heard = { waiting: () => null, controlling: () => null };
});

describe('a newer app on this device', () => {
  it('that was there before the page was opened is told', async () => {
    registration.waiting = new FakeWorker();
    await follow().register();
    expect(said).toEqual(['ready']);
  });

  it('is told when it is whole, not when it is found', async () => {
    const updates = follow();
    await updates.register();
    registration.next = new FakeWorker();
    await updates.look();
    expect(said).toEqual([]);
    registration.installed();
    expect(said).toEqual(['ready']);
  });

  it('that could not be stored is tried once more at once, and told when it is whole', async () => {
    const updates = follow();
    await updates.register();
    registration.next = new FakeWorker();
    await updates.look();
    registration.next = new FakeWorker();
    registration.failed();
    await Promise.resolve();
    expect(registration.next).toBeNull();
    registration.installed();
    expect(said).toEqual(['ready']);
  });

  it('that could not be stored at all is told when it can, by the same page', async () => {
    const updates = follow();
    await updates.register();
    for (let tries = 0; tries < 3; tries += 1) {
      registration.next = new FakeWorker();
      await updates.look();
      registration.failed();
      await Promise.resolve();
    }
    registration.next = new FakeWorker();
    await updates.look();
    registration.installed();
    expect(said).toEqual(['ready']);
  });

  it('is looked for in vain without a line', async () => {
    const updates = follow();
    await updates.register();
    registration.line = false;
    await updates.look();
    expect(said).toEqual([]);
  });

  it('is told to whoever asks later', async () => {
    registration.waiting = new FakeWorker();
    const updates = follow();
    await updates.register();
    const late: string[] = [];
    updates.subscribe((news) => late.push(news));
    expect(late).toEqual(['ready']);
  });

  it('takes its place only when told to, and then says that it has', async () => {
    registration.waiting = new FakeWorker();
    const updates = follow();
    await updates.register();
    updates.putInPlace();
    expect(said).toEqual(['ready', 'skip waiting']);
    heard.controlling();
    expect(said).toEqual(['ready', 'skip waiting', 'in_place']);
  });

  it('says so also in a page that no worker controls, for that one is never told by the browser', async () => {
    page.isControlled = false;
    const waiting = new FakeWorker();
    registration.waiting = waiting;
    const updates = follow();
    await updates.register();
    updates.putInPlace();
    waiting.become('activating');
    expect(said).toEqual(['ready', 'skip waiting']);
    waiting.become('activated');
    expect(said).toEqual(['ready', 'skip waiting', 'in_place']);
  });
});

describe('the first app of a device', () => {
  it('is no newer one when it takes its page', async () => {
    page.isControlled = false;
    await follow().register();
    heard.controlling();
    expect(said).toEqual([]);
  });

  it('is registered anew when nothing of it could be stored, and only then', async () => {
    const updates = follow();
    await updates.register();
    await updates.register();
    expect(page.opened).toBe(1);
    registration.active = null;
    await updates.register();
    expect(page.opened).toBe(2);
  });
});
