/**
 * What a person typed or pasted, fit to be stored, hashed and printed: control characters become blanks, none at the
 * ends, at most `most` code units, and no half character where it was cut.
 */
export function plainText(typed: string, most: number): string {
  return typed
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, most)
    .trim()
    .toWellFormed();
}
