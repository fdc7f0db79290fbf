import { config, type ZodType } from 'zod';
import { failure, success } from '#protocol/answer.ts';
import { catalogueSnapshot, staffList } from '#protocol/catalogue.ts';
import { copyAnswer, copyKeyAnswer } from '#protocol/copy.ts';
import { verifyEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { journalEvent } from '#protocol/event.ts';
import { pastEvents } from '#protocol/past-events.ts';
import { enrolmentAnswer } from '#protocol/enrolment.ts';
import { ServerProblem } from '../ports.ts';

// The page's content policy forbids making code from text, which the schemas would otherwise try for speed.
config({ jitless: true });

const enrolment = success(enrolmentAnswer);
const catalogue = success(catalogueSnapshot);
const staff = success(staffList);
const copyKey = success(copyKeyAnswer);
const past = success(pastEvents);
const takenCopy = success(copyAnswer);

/** The answer to an enrolment; throws ServerProblem when it is a refusal, or not from our server. */
export function readEnrolment(status: number, text: string) {
  return read(enrolment, status, text).data;
}

export function readCatalogue(status: number, text: string) {
  return read(catalogue, status, text).data;
}

export function readStaff(status: number, text: string) {
  return read(staff, status, text).data;
}

export function readCopyKey(status: number, text: string) {
  return read(copyKey, status, text).data;
}

/** One page of a register's past; what a till does not understand, or was not sealed so, is left out. */
export function readPastEvents(status: number, text: string): { events: JournalEvent[]; next: string | null } {
  const { events, next } = read(past, status, text).data;
  const understood = events
    .map((event) => journalEvent.safeParse(event).data)
    .filter((event) => event !== undefined)
    .filter((event) => verifyEvent(event));
  return { events: understood, next };
}

export function readTakenCopy(status: number, text: string) {
  return read(takenCopy, status, text).data;
}

function read<Answer>(shape: ZodType<Answer>, status: number, text: string): Answer {
  const body = parsed(text);
  if (status >= 200 && status < 300) {
    const answer = shape.safeParse(body);
    if (answer.success) {
      return answer.data;
    }
    throw new ServerProblem('foreign', String(status));
  }
  if (status >= 500) {
    throw new ServerProblem('failing', String(status));
  }
  const refusal = failure.safeParse(body);
  throw refusal.success
    ? new ServerProblem('refused', refusal.data.error.type)
    : new ServerProblem('foreign', String(status));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
