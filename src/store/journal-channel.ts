import { z } from 'zod';

/**
 * What the tabs and the service worker of one device tell each other. `journal_changed` only says that something
 * did: whoever hears it reads the storage again. The others hand the till over from one tab to another.
 */
const channelMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('journal_changed') }),
  z.object({ type: z.literal('where_is_the_till') }),
  z.object({ type: z.literal('till_is_here'), where: z.string(), since: z.string() }),
  z.object({ type: z.literal('hand_over') }),
]);
export type ChannelMessage = z.infer<typeof channelMessage>;

/** A message reaches every other tab and the service worker, never the one that posts it. */
export interface JournalChannel {
  post(message: ChannelMessage): void;
  /** Calls back for each message; gives back how to stop. */
  subscribe(listener: (message: ChannelMessage) => void): () => void;
  close(): void;
}

const CHANNEL_NAME = 'mostrador';

/** The channel over the browser's BroadcastChannel; Node has the same one between threads. */
export function openJournalChannel(): JournalChannel {
  const channel = new BroadcastChannel(CHANNEL_NAME);
  const listeners = new Set<(message: ChannelMessage) => void>();
  channel.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = channelMessage.safeParse(event.data);
    if (message.success) {
      listeners.forEach((listener) => {
        listener(message.data);
      });
    }
  });
  return {
    post: (message) => {
      channel.postMessage(message);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => {
      channel.close();
    },
  };
}
