import { z } from 'zod';
import type { EnrolmentAnswer } from '#protocol/enrolment.ts';
import { EnrolmentRefused, type Registration, type UnsentSummary } from './till-store.ts';

/** What a till must know to go on after a restart, beside its journal. */
export interface Identity {
  registration: Registration;
  /** The newest epoch it was given or took. */
  epoch: number;
  /** Milliseconds of the registration's change, always more than the one before: of two the higher one is right. */
  revision: number;
}

const registrationShape: z.ZodType<Registration> = z.object({
  organisationId: z.string(),
  organisationName: z.string(),
  localId: z.string(),
  localName: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  registerId: z.string(),
  registerCode: z.string(),
  registerName: z.string(),
  deviceToken: z.string(),
  demoPins: z.array(z.object({ staff_id: z.string(), pin: z.string() })).nullable(),
  copyKey: z.object({ keyId: z.string(), publicKey: z.string() }).exactOptional(),
});

export const identityShape: z.ZodType<Identity> = z.object({
  registration: registrationShape,
  epoch: z.int().positive(),
  revision: z.int().min(0),
});

/** Whether this answer makes a device the very register that it was. */
export function isSameRegister({ organisationId, registerId }: Registration, answer: EnrolmentAnswer): boolean {
  return organisationId === answer.organisation.organisation_id && registerId === answer.register.register_id;
}

/** A device becomes another register only when nothing of the one that it is waits any more. */
export function refuseWhileUnsent({ registration }: Identity, { events }: Pick<UnsentSummary, 'events'>): void {
  // Not "more than none": a damaged row leaves the count unknown.
  if (events !== 0) {
    throw new EnrolmentRefused(`${registration.registerCode} still holds events that have not been sent`);
  }
}

/**
 * What two notes of who this device is come to: the newer registration, and the newest epoch that either knows of that
 * register. So a start that noted its epoch beside an old registration takes no newer one away.
 */
export function newestOf(a: Identity, b: Identity | null): Identity {
  if (b === null) {
    return a;
  }
  const [newer, older] = b.revision > a.revision ? [b, a] : [a, b];
  const isOfOne = newer.registration.registerId === older.registration.registerId;
  return isOfOne ? { ...newer, epoch: Math.max(newer.epoch, older.epoch) } : newer;
}

/** The revision of an identity whose registration replaces that of `before` at this moment (milliseconds). */
export function nextRevision(before: Identity | null, now: number): number {
  return Math.max(now, (before?.revision ?? 0) + 1);
}

/** The identity in this text; null when there is none in it. */
export function parseIdentity(text: string | null): Identity | null {
  if (text === null) {
    return null;
  }
  try {
    return identityShape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What the server's answer to an enrolment makes of this device; the key for copies is the organisation's and stays. */
export function registrationOf(answer: EnrolmentAnswer, before?: Registration): Registration {
  const isSameOrganisation = before?.organisationId === answer.organisation.organisation_id;
  return {
    ...(isSameOrganisation && before.copyKey !== undefined ? { copyKey: before.copyKey } : {}),
    organisationId: answer.organisation.organisation_id,
    organisationName: answer.organisation.name,
    localId: answer.local.local_id,
    localName: answer.local.name,
    timeZone: answer.local.time_zone,
    currency: answer.local.currency,
    registerId: answer.register.register_id,
    registerCode: answer.register.code,
    registerName: answer.register.name,
    deviceToken: answer.device_token,
    demoPins: answer.demo_pins,
  };
}
