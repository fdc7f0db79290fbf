import { FileBusy } from './block-file.ts';

const MOST_TRIES = 20;
const TRY_AGAIN_MS = 250;

/** A tab that gave the till away, or died, may hold the journal file a moment longer. Rejects with FileBusy after 5 s. */
export async function whenFileIsFree<Store>(open: () => Promise<Store>): Promise<Store> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof FileBusy) || tries >= MOST_TRIES) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}
