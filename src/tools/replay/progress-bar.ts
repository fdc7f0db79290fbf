/** Where the bar is drawn: a terminal, or a log that gets a line every tenth. */
export interface ProgressOutput {
  isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const WIDTH = 30;

/** Draws how far a long piece of work has come. Calling it with the same figures again draws nothing new. */
export function progressBar(output: ProgressOutput, label: string): (done: number, of: number) => void {
  let drawn = '';
  return (done, of) => {
    const share = of === 0 ? 1 : done / of;
    const filled = Math.floor(share * WIDTH);
    const finished = done >= of;
    const text = output.isTTY
      ? `\r${label} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${String(done)} of ${String(of)}${finished ? '\n' : ''}`
      : `${label}: ${String(Math.floor(share * 10) * 10)} %\n`;
    if (text !== drawn) {
      drawn = text;
      output.write(text);
    }
  };
}
