/** Where text is typed or a key chooses, and what it held before a scanner began to type. */
interface Kept {
  field: HTMLElement;
  value: string;
  selection: readonly [number, number] | null;
}

type ValueField = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The fields that a scan may have typed into before it was known for one. */
export interface KeptFields {
  /** A key is about to reach this element. */
  keep: (target: EventTarget | null) => void;
  /** Puts every field back to what it held. */
  restore: () => void;
  forget: () => void;
}

export function createKeptFields(): KeptFields {
  let kept: Kept[] = [];
  return {
    keep: (target) => {
      if (isField(target) && !kept.some(({ field }) => field === target)) {
        kept.push({ field: target, value: valueOf(target), selection: selectionOf(target) });
      }
    },
    restore: () => {
      kept.forEach(restoreField);
    },
    forget: () => {
      kept = [];
    },
  };
}

const WITHOUT_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'color', 'file', 'submit', 'reset', 'image']);

/** Whether keys do something here by themselves: type, or choose from a list. */
export function isField(target: EventTarget | null): target is HTMLElement {
  if (target instanceof HTMLInputElement) {
    return !WITHOUT_TEXT.has(target.type);
  }
  return isValueField(target) || (target instanceof HTMLElement && target.isContentEditable);
}

const PICKED = new Set(['date', 'time', 'datetime-local', 'month', 'week']);

/** Whether a space is a character here like any other. */
export function takesText(target: EventTarget | null): boolean {
  const picked = target instanceof HTMLInputElement && PICKED.has(target.type);
  return isField(target) && !picked && !(target instanceof HTMLSelectElement);
}

function isValueField(target: EventTarget | null): target is ValueField {
  return isTextField(target) || target instanceof HTMLSelectElement;
}

function isTextField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function valueOf(field: HTMLElement): string {
  return isValueField(field) ? field.value : field.innerText;
}

/** Null where the browser tells none, as for numbers. */
function selectionOf(field: HTMLElement): Kept['selection'] {
  if (!isTextField(field)) {
    return null;
  }
  const { selectionStart, selectionEnd } = field;
  return selectionStart === null || selectionEnd === null ? null : [selectionStart, selectionEnd];
}

/**
 * Going round React's own setter and telling the field of an input is the one way in which a controlled field takes the
 * value for its own. A number that is half typed reads as "", so such a field is emptied even where nothing seems to
 * have changed.
 */
function restoreField({ field, value, selection }: Kept): void {
  const hidden = field instanceof HTMLInputElement && field.type === 'number';
  if (!field.isConnected || (valueOf(field) === value && !hidden)) {
    return;
  }
  if (!isValueField(field)) {
    field.innerText = value;
  } else {
    Object.getOwnPropertyDescriptor(prototypeOf(field), 'value')?.set?.call(field, value);
  }
  if (selection !== null && isTextField(field)) {
    field.setSelectionRange(...selection);
  }
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (field instanceof HTMLSelectElement) {
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

function prototypeOf(field: ValueField): object {
  if (field instanceof HTMLSelectElement) {
    return HTMLSelectElement.prototype;
  }
  return field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
}
