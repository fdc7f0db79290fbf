/** `NIGHTLY=1` asks for the large size of the reliability tests; single figures have variables of their own. */
const NIGHTLY = process.env['NIGHTLY'] === '1';

/** A figure of a reliability test: the variable's where it is set, else the small or the nightly one. */
export function sizeOf(variable: string, { small, nightly }: { small: number; nightly: number }): number {
  const asked = process.env[variable];
  if (asked !== undefined && asked !== '') {
    return Number(asked);
  }
  return NIGHTLY ? nightly : small;
}

/** One line of figures on the output of the run. */
export function report(what: string, figures: Readonly<Record<string, string | number>>): void {
  const said = Object.entries(figures).map(([name, figure]) => `${name} ${String(figure)}`);
  console.log(`reliability: ${what}: ${said.join(', ')}`);
}
