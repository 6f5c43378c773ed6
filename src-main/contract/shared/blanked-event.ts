import { LOCATOR_ALPHABET } from '../../domain/locator.ts';

/**
 * What retention takes out of the payloads of events, at the kiosk and at the centre alike. What is left is a payload that every release
 * reads: other programs may rebuild from it.
 */

/** Stands for the code of a proof that is no longer kept; chance gives it to nobody (58 bits), and the centre takes it for none. */
export const BLANKED_CODE = LOCATOR_ALPHABET.charAt(0).repeat(12);
const NO_TIME = '1970-01-01T00:00:00.000Z';

/** Classes that end inside of payloads. */
export const BLANKING_CLASSES = ['need', 'visit-link', 'attendance'] as const;
export type BlankingClass = (typeof BLANKING_CLASSES)[number];

/** By class and type: what stands in a member afterwards; `undefined`: the member is gone. */
const BLANKS: Readonly<Record<BlankingClass, Readonly<Record<string, Readonly<Record<string, unknown>>>>>> = {
  need: {
    'ticket-issued': { preferential: undefined, comeAndFetch: undefined, followToken: null },
    'appointment-checked-in': { preferential: false, comeAndFetch: false },
  },
  'visit-link': {
    'appointment-checked-in': { appointmentId: null, deskId: null, appointmentStart: null },
  },
  attendance: { 'attendance-proof-printed': { code: BLANKED_CODE, from: NO_TIME, to: NO_TIME } },
};

export type Payload = Readonly<Record<string, unknown>>;

/** The payload without what these classes hold of it; the same object when they hold nothing. Members that are not there stay so. */
export function blankPayload(type: string, payload: Payload, classes: Iterable<BlankingClass>): Payload {
  const left: Record<string, unknown> = { ...payload };
  let isChanged = false;
  for (const name of classes)
    for (const [member, blank] of Object.entries(BLANKS[name][type] ?? {})) {
      if (!Object.hasOwn(left, member) || left[member] === blank) continue;
      if (blank === undefined) delete left[member];
      else left[member] = blank;
      isChanged = true;
    }
  return isChanged ? left : payload;
}
