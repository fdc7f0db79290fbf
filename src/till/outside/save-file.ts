/** So long the text is kept for a browser that reads it only when the person has said where to put it. */
const KEPT_MS = 60_000;

/** Hands a text to the person at this device as a file, by the browser's own way of saving downloads. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, KEPT_MS);
}
