import {
  foldKey,
  foldSilence,
  isNothing,
  NOTHING_TYPED,
  type ScannedText,
  type ScannerEffect,
  silenceAfter,
} from './fold-key.ts';
import { createKeptFields, isField, takesText } from './kept-fields.ts';
import type { KnownScanner, SeenScan } from './known-scanner.ts';
import type { KeyStroke } from './typed-character.ts';

/** What the till does with what comes in. */
export interface ScannerListener {
  /** What is known of the scanner now. */
  known: () => KnownScanner;
  /** A code was scanned, whatever had the focus. Called in the order of the scans. */
  onScan: (scan: ScannedText, seen: SeenScan) => void;
  /**
   * A person typed this while nothing that takes text had the focus. Gives back how to take it back: a scan whose
   * beginning was on its way for long looks like a person's typing at first.
   */
  onTyped: (text: string) => () => void;
}

/**
 * Listens on the window before any field or button does. Returns what stops it.
 * One arbiter for the whole till: no screen listens to the scanner itself.
 */
export function listenToScanner(listener: ScannerListener): () => void {
  const fields = createKeptFields();
  /** Keys whose going down was the scanner's; that they come up again is the scanner's too. */
  const swallowed = new Set<string>();
  let state = NOTHING_TYPED;
  let silence: ReturnType<typeof setTimeout> | undefined;
  /** How to take back what was handed on of the run that is being typed. */
  let handedOn: (() => void)[] = [];

  const act = (effects: readonly ScannerEffect[]) => {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'restore_field':
          fields.restore();
          break;
        case 'typed':
          handedOn.push(listener.onTyped(effect.text));
          break;
        case 'take_back':
          // The field first: what was typed elsewhere may have been put into it.
          fields.restore();
          handedOn.reverse().forEach((takeBack) => {
            takeBack();
          });
          break;
        case 'scan':
          // Characters typed by their number reach a field behind the back of the keys: at the end all is put right.
          fields.restore();
          listener.onScan(effect.scan, effect.seen);
      }
    }
  };

  const onSilence = () => {
    const after = foldSilence(state, listener.known());
    state = after.state;
    act(after.effects);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const known = listener.known();
    const folded = foldKey(state, strokeOf(event), known);
    state = folded.state;
    if (folded.swallow) {
      event.preventDefault();
      event.stopImmediatePropagation();
      swallowed.add(event.code);
    } else {
      swallowed.delete(event.code);
    }
    act(folded.effects);
    if (folded.startsAnew) {
      fields.forget();
      handedOn = [];
    }
    if (!isNothing(state) && !state.burst) {
      fields.keep(event.target);
    }
    clearTimeout(silence);
    const lateMs = performance.now() - event.timeStamp;
    silence = isNothing(state) ? undefined : setTimeout(onSilence, silenceAfter(state, lateMs, known));
  };

  const onKeyUp = (event: KeyboardEvent) => {
    if (swallowed.delete(event.code)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };

  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('keyup', onKeyUp, { capture: true });
  return () => {
    clearTimeout(silence);
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('keyup', onKeyUp, { capture: true });
  };
}

function strokeOf(event: KeyboardEvent): KeyStroke {
  return {
    key: event.key,
    code: event.code,
    shift: event.shiftKey,
    held: heldWith(event),
    at: event.timeStamp,
    repeat: event.repeat,
    inField: isField(event.target),
    spacePresses: !takesText(event.target),
  };
}

/** Windows reports AltGr as Control and Alt together: that makes characters and commands nothing. */
function heldWith(event: KeyboardEvent): KeyStroke['held'] {
  if (event.getModifierState('AltGraph') || (!event.ctrlKey && !event.altKey && !event.metaKey)) {
    return 'none';
  }
  if (event.metaKey || (event.ctrlKey && event.altKey)) {
    return 'command';
  }
  return event.ctrlKey ? 'control' : 'alt';
}
