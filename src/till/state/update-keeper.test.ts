import { describe, expect, it } from 'vitest';
import { createUpdateKeeper } from './update-keeper.ts';

const MINUTE = 60_000;

/** A till at its opening, with a newer app that comes and goes as the test says. */
function tillAt(opened = 0) {
  const clock = { now: opened };
  const busy = { now: false, dialog: false };
  const done: string[] = [];
  let lastInputAt = opened;
  let tell: (news: 'ready' | 'in_place') => void = () => null;
  let tick: () => void = () => null;
  const keeper = createUpdateKeeper({
    updates: {
      subscribe: (listener) => {
        tell = listener;
        return () => {
          tell = () => null;
        };
      },
      look: () => Promise.resolve(),
      putInPlace: () => done.push('put in place'),
      reload: () => done.push('reload'),
    },
    screen: { lastInputAt: () => lastInputAt, dialogIsOpen: () => busy.dialog },
    now: () => clock.now,
    isBusy: () => busy.now,
    every: (_ms, callback) => {
      tick = callback;
      return () => {
        tick = () => null;
      };
    },
  });
  return {
    keeper,
    busy,
    done,
    tell: (news: 'ready' | 'in_place') => tell(news),
    touch: () => {
      lastInputAt = clock.now;
    },
    pass: (ms: number) => {
      clock.now += ms;
      tick();
    },
    offered: () => keeper.state.getState().offered,
  };
}

describe('a newer app', () => {
  it('is put in place once the till has been quiet for a while, and loaded only when it answers', () => {
    const till = tillAt();
    till.tell('ready');
    till.pass(2 * MINUTE);
    expect(till.done).toEqual([]);
    till.pass(MINUTE);
    expect(till.done).toEqual(['put in place']);
    till.pass(MINUTE);
    expect(till.done).toEqual(['put in place']);
    till.tell('in_place');
    expect(till.done).toEqual(['put in place', 'reload']);
  });

  it('waits for as long as something is under way, however quiet it is', () => {
    const till = tillAt();
    till.busy.now = true;
    till.tell('ready');
    till.pass(60 * MINUTE);
    expect(till.done).toEqual([]);
    expect(till.offered()).toBe(false);
    till.busy.now = false;
    till.keeper.lookAround();
    expect(till.done).toEqual(['put in place']);
  });

  it('waits for an open dialog', () => {
    const till = tillAt();
    till.busy.dialog = true;
    till.tell('ready');
    till.pass(60 * MINUTE);
    till.keeper.press();
    expect(till.done).toEqual([]);
    till.busy.dialog = false;
    till.pass(MINUTE);
    expect(till.done).toEqual(['put in place']);
  });

  it('waits anew after each touch', () => {
    const till = tillAt();
    till.tell('ready');
    till.pass(2 * MINUTE);
    till.touch();
    till.pass(2 * MINUTE);
    expect(till.done).toEqual([]);
    till.pass(MINUTE);
    expect(till.done).toEqual(['put in place']);
  });

  it('is not offered in the first moments after opening, then is, and never over a sale', () => {
    const till = tillAt();
    till.tell('ready');
    expect(till.offered()).toBe(false);
    till.pass(MINUTE);
    expect(till.offered()).toBe(true);
    till.busy.now = true;
    till.keeper.lookAround();
    expect(till.offered()).toBe(false);
  });

  it('is put in place at once when a person says so between two sales, and again when nothing came of it', () => {
    const till = tillAt();
    till.tell('ready');
    till.pass(MINUTE);
    till.touch();
    till.keeper.press();
    expect(till.done).toEqual(['put in place']);
    till.pass(10 * MINUTE);
    expect(till.done).toEqual(['put in place']);
    till.keeper.press();
    expect(till.done).toEqual(['put in place', 'put in place']);
  });

  it('is not loaded over a sale that began while it took its place, but after that sale', () => {
    const till = tillAt();
    till.tell('ready');
    till.pass(MINUTE);
    till.touch();
    till.keeper.press();
    till.busy.now = true;
    till.tell('in_place');
    till.pass(30 * MINUTE);
    expect(till.done).toEqual(['put in place']);
    till.touch();
    till.busy.now = false;
    till.keeper.lookAround();
    expect(till.done).toEqual(['put in place']);
    expect(till.offered()).toBe(true);
    till.pass(3 * MINUTE);
    expect(till.done).toEqual(['put in place', 'reload']);
  });

  it('is not loaded over a scan that came while it took its place and shows nothing yet', () => {
    const till = tillAt();
    till.tell('ready');
    till.pass(MINUTE);
    till.touch();
    till.keeper.press();
    till.pass(100);
    till.touch();
    till.tell('in_place');
    expect(till.done).toEqual(['put in place']);
    till.pass(3 * MINUTE);
    expect(till.done).toEqual(['put in place', 'reload']);
  });

  it('that another window put in place is not loaded over whatever is on this one', () => {
    const till = tillAt();
    till.pass(2 * MINUTE);
    till.touch();
    till.tell('in_place');
    expect(till.done).toEqual([]);
    till.keeper.press();
    expect(till.done).toEqual(['reload']);
  });

  it('that is followed by a newer one before it took its place is asked for again', () => {
    const till = tillAt();
    till.tell('ready');
    till.pass(MINUTE);
    till.keeper.press();
    till.tell('ready');
    till.keeper.press();
    expect(till.done).toEqual(['put in place', 'put in place']);
  });

  it('does nothing any more once the till was handed to another window', () => {
    const till = tillAt();
    till.tell('ready');
    till.keeper.stop();
    till.pass(60 * MINUTE);
    expect(till.done).toEqual([]);
  });
});

describe('a page whose database a newer app has changed', () => {
  it('is loaded again when a person says so, at once but not over a sale; never by itself', () => {
    const till = tillAt();
    till.busy.now = true;
    till.keeper.sayOutdated();
    till.keeper.press();
    expect(till.offered()).toBe(false);
    till.busy.now = false;
    till.pass(60 * MINUTE);
    expect(till.offered()).toBe(true);
    expect(till.done).toEqual([]);
    till.keeper.press();
    expect(till.done).toEqual(['reload']);
  });
});
