/** `NIGHTLY=1` asks for the large size of every test that has two; single figures have variables of their own. */
const NIGHTLY = process.env['NIGHTLY'] === '1';

/** A figure of a test: the variable's where it is set, else the small or the nightly one. */
export function sizeOf(variable: string, { small, nightly }: { small: number; nightly: number }): number {
  const asked = process.env[variable];
  if (asked !== undefined && asked !== '') {
    return Number(asked);
  }
  return NIGHTLY ? nightly : small;
}
