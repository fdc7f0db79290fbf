import { useEffect, useRef } from 'react';

/** Takes what was typed, and gives back how to take it back. */
type Sink = (text: string) => () => void;

let current: Sink | null = null;

/** Digits that a person typed with nothing in focus go to the screen that wants them; without one they are nothing. */
export function typedElsewhere(text: string): () => void {
  return current?.(text) ?? (() => undefined);
}

/** Makes a screen the one that gets what is typed with nothing in focus, as long as it is shown. */
export function useTypedElsewhere(sink: Sink): void {
  const latest = useRef(sink);
  useEffect(() => {
    latest.current = sink;
  });
  useEffect(() => {
    const own: Sink = (text) => latest.current(text);
    current = own;
    return () => {
      current = current === own ? null : current;
    };
  }, []);
}
