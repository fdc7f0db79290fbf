import { z } from 'zod';

/** `GET /api/v1/pos/registers/self/events?before=&limit=`: what the server holds of this register, newest first. */

/** Most events on one page, and how many there are unless asked otherwise. */
export const MAX_PAST_EVENTS = 200;
export const USUAL_PAST_EVENTS = 100;

/** A place in the register's journal: epoch and number, such as `2.117`. */
export const journalPlace = z.string().regex(/^[1-9]\d{0,9}\.[1-9]\d{0,9}$/);

export const pastEvents = z.strictObject({
  /** Each as the till that wrote it sealed it; an older or newer till may not understand every one. */
  events: z.array(z.unknown()),
  /** Where to ask on from; null when there is nothing older. */
  next: journalPlace.nullable(),
});
export type PastEvents = z.infer<typeof pastEvents>;
