import { useEffect, useRef } from 'react';

/** What a key does; `true` says that it was used and must do nothing else. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => boolean>>;

/**
 * Listens for keys as long as the component is there. Names are those of KeyboardEvent, with "Ctrl+" before them for
 * Control or Command: "F2", "Escape", "Ctrl+z". A scanner's keys have been taken out before they get here.
 */
export function useKeys(map: KeyMap): void {
  const current = useRef(map);
  useEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) {
        return;
      }
      const name = event.ctrlKey || event.metaKey ? `Ctrl+${event.key.toLowerCase()}` : event.key;
      if (current.current[name]?.(event) === true) {
        event.preventDefault();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

/** Whether text is being typed somewhere that has something in it, so that its own undo and keys come first. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.value !== '';
}
