import type { Locator, Page } from '@playwright/test';

const TOLD_BINDING = 'robotTold';
/** Goods that lie ready on the sell screen of the demo shop. */
const GOODS = ['Cola 2 L', 'Wholemeal bread 600 g', 'Extra virgin olive oil 1 L', 'Natural yogurt, pack of 4'];
/** Nothing on the screen has moved for so long: there is no way forward. */
const PATIENCE_MS = 60_000;

/**
 * Somebody who sells without a pause: touches a product, Pay, the exact amount, New sale, each as soon as it can be
 * touched. It lives in the page and knows nothing but its screens, so that a sale counts as told only when the screen
 * has shown it as paid; the number goes to the test before anything else is touched.
 */
export class RobotCashier {
  /** The numbers that were shown as paid, in that order, each once. */
  readonly told: string[];
  /** When each of them was shown, in milliseconds. */
  readonly toldAt: number[] = [];
  readonly #page: Page;
  /** How many of them were sold since it began last. */
  #sold = 0;
  #onTold: () => void = () => null;

  private constructor(page: Page, told: string[]) {
    this.#page = page;
    this.told = told;
  }

  /** At a page of the till; `told` is a list to go on with, of an earlier page. */
  static async at(page: Page, told: string[] = []): Promise<RobotCashier> {
    const robot = new RobotCashier(page, told);
    await page.exposeBinding(TOLD_BINDING, (_, number: string, sold: number) => {
      robot.#hear(number, sold);
    });
    return robot;
  }

  /** Sells so many more and stops at the change of the last; rejects with what is on the screen when nothing moves. */
  async sell(count: number): Promise<void> {
    await this.begin(count);
    while (this.#sold < count) {
      await this.#nextTold();
    }
  }

  /** Sells until this is shown, however long that takes; rejects with what is on the screen when nothing moves before. */
  async sellUntil(shown: Locator): Promise<void> {
    const isShown = shown.waitFor({ timeout: 0 }).then(() => true);
    // A page that ends first is told of by the robot's own patience.
    isShown.catch(() => undefined);
    await this.begin();
    for (let isOver = false; !isOver;) {
      isOver = await Promise.race([isShown, this.#nextTold().then(() => false)]);
    }
    // Nobody waits for another one any more.
    this.#onTold();
    await this.stop();
  }

  /**
   * Begins to sell on this load of the page, so many or for ever. What stands there as paid before it has touched
   * anything, at once or a moment later, is told too, and does not count.
   */
  async begin(count = Number.MAX_SAFE_INTEGER): Promise<void> {
    this.#sold = 0;
    await this.#page.evaluate(sellInPage, { binding: TOLD_BINDING, goods: GOODS, count });
  }

  /** Takes its hands off the screen, wherever it is. */
  async stop(): Promise<void> {
    await this.#page.evaluate(() => Reflect.set(window, 'robotTurn', null));
  }

  #hear(number: string, sold: number): void {
    this.#sold = sold;
    if (!this.told.includes(number)) {
      this.told.push(number);
      this.toldAt.push(performance.now());
    }
    this.#onTold();
  }

  #nextTold(): Promise<void> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        void whatIsShown(this.#page).then((text) => {
          reject(new Error(`The robot sees no way forward after ${String(this.told.length)} sales. It sees:\n${text}`));
        });
      }, PATIENCE_MS);
      this.#onTold = () => {
        clearTimeout(patience);
        resolve();
      };
    });
  }
}

async function whatIsShown(page: Page): Promise<string> {
  try {
    return await page.locator('body').innerText({ timeout: 5000 });
  } catch {
    return 'nothing at all';
  }
}

/** Runs in the page. Another call takes over from the one before. */
function sellInPage({ binding, goods, count }: { binding: string; goods: readonly string[]; count: number }): void {
  const tell: unknown = Reflect.get(window, binding);
  const turn = Symbol('turn');
  Reflect.set(window, 'robotTurn', turn);
  const button = (within: string, face: string) =>
    [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)].find(
      (each) => !each.disabled && each.textContent.includes(face),
    );
  let sold = 0;
  let shown = '';
  let touchedAt = 0;
  let told = '';

  /** What is to be touched now, and a word that says which moment of which sale this is. */
  const look = (): { moment: string; touch: HTMLElement | undefined } => {
    const heading = document.querySelector('main h1')?.textContent ?? '';
    if (heading.includes('Paid and written down')) {
      const number = /POS-[\w.-]+/.exec(document.querySelector('main')?.innerText ?? '')?.[0] ?? '';
      return { moment: `done ${number}`, touch: button('main', 'New sale') };
    }
    if (heading === 'Left to pay') {
      // A sale that was cut off after its money was taken has nothing left to pay.
      return { moment: 'paying', touch: button('main', 'Exact') ?? button('main', 'Complete sale') };
    }
    const pay = document.querySelector<HTMLButtonElement>('button[aria-keyshortcuts=F12]');
    if (pay === null) {
      return { moment: 'elsewhere', touch: undefined };
    }
    return pay.disabled
      ? { moment: 'empty', touch: button('section[aria-label=Products]', goods[sold % goods.length] ?? '') }
      : { moment: 'filled', touch: pay };
  };

  const act = () => {
    if (Reflect.get(window, 'robotTurn') !== turn) {
      watch.disconnect();
      clearInterval(again);
      return;
    }
    const { moment, touch } = look();
    // What did nothing is touched again after a moment, as a person would.
    if (moment === shown && performance.now() - touchedAt < 1500) {
      return;
    }
    if (moment.startsWith('done') && moment !== told) {
      // The first one may be there without the robot: the change of a sale that nobody has left yet.
      sold += shown === '' ? 0 : 1;
      told = moment;
      if (typeof tell === 'function') {
        tell(moment.slice('done '.length), sold);
      }
    }
    if (touch === undefined || (moment.startsWith('done') && sold >= count)) {
      return;
    }
    shown = moment;
    touchedAt = performance.now();
    touch.click();
  };
  let isDue = false;
  const actSoon = () => {
    if (!isDue) {
      isDue = true;
      setTimeout(() => {
        isDue = false;
        act();
      });
    }
  };
  const watch = new MutationObserver(actSoon);
  const again = setInterval(actSoon, 500);
  watch.observe(document, { subtree: true, childList: true, attributes: true });
  act();
}
