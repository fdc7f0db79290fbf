import type { AtTheScreen } from '../ports.ts';

/** Whether someone is at this window. A scanner is a keyboard: its scans are keys like any others. */
export function createBrowserScreen(): AtTheScreen {
  let lastInputAt = 0;
  const heard = () => {
    lastInputAt = Date.now();
  };
  for (const event of ['pointerdown', 'keydown', 'input']) {
    window.addEventListener(event, heard, { capture: true, passive: true });
  }
  return {
    lastInputAt: () => lastInputAt,
    dialogIsOpen: () => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null,
  };
}
