import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** The smallest side of anything a finger must hit, in CSS pixels. */
const FINGER = 48;

/** Nothing that a person with a screen reader, a keyboard or weak eyes would stumble over, as far as axe can see. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNothingFound(page, (axe) => axe.withTags(RULES));
}

/** The same of what another theme can change alone: its colours. */
export async function expectReadable(page: Page): Promise<void> {
  await expectNothingFound(page, (axe) => axe.withRules(['color-contrast', 'link-in-text-block']));
}

async function expectNothingFound(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  // Colours that are still on their way from one theme to the other are nobody's to judge: a new theme is there with the
  // next frame that is painted, and its animations begin then.
  await nextFramePainted(page);
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
  // The app has no frames, whose results axe would gather in a page opened for that each time: half of the whole time.
  const { violations } = await choose(new AxeBuilder({ page }).setLegacyMode()).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
  expect(found).toEqual([]);
}

/**
 * A frame of what is so now stands on the screen. A page is told of another size or theme with a frame, and draws itself
 * anew in it: what is measured before that is the old arrangement pressed into the new size, which nobody sees.
 */
async function nextFramePainted(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((painted) => {
      requestAnimationFrame(() => requestAnimationFrame(painted));
    });
  });
}

/** The page fits its width: nobody has to push it sideways. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  await nextFramePainted(page);
  const overhang = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overhang, 'pixels beyond the right edge').toBeLessThanOrEqual(0);
}

/** Everything that can be pressed is large enough for a finger. */
export async function expectFingerSized(page: Page): Promise<void> {
  const small = await page.evaluate((finger) => {
    const pressable = document.querySelectorAll<HTMLElement>(
      'button, a[href], input, select, textarea, [role=button], [role=tab], [role=option], [role=radio], [role=switch]',
    );
    return (
      [...pressable]
        .map((element) => ({ element, box: (element.closest('label') ?? element).getBoundingClientRect() }))
        .filter(({ element }) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        // A pixel is how screen readers are told of what eyes do not see; a finger does not aim at it.
        .filter(({ box }) => box.width > 1 && box.height > 1)
        // Half a pixel may go to rounding.
        .filter(({ box }) => box.width < finger - 0.5 || box.height < finger - 0.5)
        .map(({ element, box }) => {
          const name = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
          return `${element.tagName.toLowerCase()} "${name}" is ${Math.round(box.width)} x ${Math.round(box.height)}`;
        })
    );
  }, FINGER);
  expect(small).toEqual([]);
}
