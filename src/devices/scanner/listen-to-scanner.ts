import { foldKey, foldSilence, NOTHING_TYPED, type ScannerEffect, silenceAfter } from './fold-key.ts';

/** What the till does with what comes in. */
export interface ScannerListener {
  /** A code was scanned, whatever had the focus. Called in the order of the scans. */
  onScan: (text: string) => void;
  /** A person typed this while nothing that takes text had the focus. */
  onTyped: (text: string) => void;
}

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** What a field held before the first character of what may become a burst. */
interface Before {
  field: TextField;
  value: string;
}

/**
 * Listens on the window before any field or button does. Returns what stops it.
 * One arbiter for the whole till: no screen listens to the scanner itself.
 */
export function listenToScanner(listener: ScannerListener): () => void {
  let state = NOTHING_TYPED;
  let before: Before | null = null;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const act = (effects: readonly ScannerEffect[]) => {
    for (const effect of effects) {
      if (effect.kind === 'scan') {
        listener.onScan(effect.text);
      } else if (effect.kind === 'typed') {
        listener.onTyped(effect.text);
      } else if (before !== null) {
        restore(before);
      }
    }
  };

  const onSilence = () => {
    const after = foldSilence(state);
    state = after.state;
    act(after.effects);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const field = fieldOf(event.target);
    const folded = foldKey(state, {
      key: event.key,
      at: event.timeStamp,
      repeat: event.repeat,
      command: event.ctrlKey || event.altKey || event.metaKey,
      inField: field !== null,
    });
    if (folded.state !== state && folded.state.text.length === 1) {
      before = field === null ? null : { field, value: field.value };
    }
    if (folded.swallow) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    state = folded.state;
    act(folded.effects);
    clearTimeout(silence);
    const lateMs = performance.now() - event.timeStamp;
    silence = state.text === '' ? undefined : setTimeout(onSilence, silenceAfter(state, lateMs));
  };

  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    clearTimeout(silence);
    window.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}

const WITHOUT_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'color', 'file', 'submit', 'reset', 'image']);

function fieldOf(target: EventTarget | null): TextField | null {
  if (target instanceof HTMLTextAreaElement) {
    return target;
  }
  return target instanceof HTMLInputElement && !WITHOUT_TEXT.has(target.type) ? target : null;
}

/**
 * Puts a field back to what it held. Going round React's own setter and telling it of an input is the one way in
 * which a controlled field takes the value for its own.
 */
function restore({ field, value }: Before): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
