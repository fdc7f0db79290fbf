/** One line of figures on the output of the run. */
export function report(what: string, figures: Readonly<Record<string, string | number>>): void {
  const said = Object.entries(figures).map(([name, figure]) => `${name} ${String(figure)}`);
  console.log(`reliability: ${what}: ${said.join(', ')}`);
}
