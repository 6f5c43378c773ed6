import { z } from 'zod';
import { CityId, OfficeId } from '../shared/ids.ts';
import { Instant } from '../shared/times.ts';

/** The roles that a person can have: all roles of tokens except `connector`, which is for programs. */
export const PERSON_ROLES = ['viewer', 'operator', 'technician', 'administrator'] as const;
export const PersonRole = z.enum(PERSON_ROLES);
export type PersonRole = z.infer<typeof PersonRole>;

/**
 * The methods by which a person signs in:
 * - `local`: with a password and a second factor.
 * - `emergency`: likewise, even in a city whose people come from its directory; each sign-in raises an alarm.
 * - `directory`: at the city's own provider.
 */
export const Account = z.enum(['local', 'emergency', 'directory']);
export type Account = z.infer<typeof Account>;

/** The name that a person types to sign in, and that the audit shows. */
const PersonName = z
  .string()
  .transform((text) => text.normalize('NFC').trim().replace(/\s+/g, ' '))
  .pipe(
    z
      .string()
      .min(2)
      .max(80)
      // No control or invisible characters: the name is shown in pages and written into logs, and two different names must not look alike.
      .regex(/^[^\p{C}<>]+$/u),
  );

/** A sign-in. `address` has the form of `AuditEntry.address`. */
const Access = z.object({ at: Instant, address: z.string().nullable() });

/** `null`: every office of the city. */
const Offices = z.array(OfficeId).min(1).nullable();

export const WhoAmI = z.object({
  cityId: CityId,
  name: z.string(),
  /** A role of `ROLES`, or one that only a newer release knows. */
  role: z.string(),
  officeIds: Offices,
  /** `null`: the caller has a token and no session. */
  session: z
    .object({
      /** The session ends at this time even if it is in use. */
      until: Instant,
      /** The session ends after this many seconds without a request. */
      idleS: z.int().positive(),
      /** The person's sign-in before this session; `null`: this is the first. */
      lastAccess: Access.nullable(),
      refusedSince: z.int().nonnegative(),
    })
    .nullable(),
});
export type WhoAmI = z.infer<typeof WhoAmI>;

export const OwnSessions = z.object({
  sessions: z.array(
    z.object({
      sessionId: z.uuid(),
      isThis: z.boolean(),
      begunAt: Instant,
      usedAt: Instant,
      address: z.string().nullable(),
    }),
  ),
});

export const Person = z.object({
  personId: z.uuid(),
  name: z.string(),
  role: z.string(),
  officeIds: Offices,
  account: Account,
  invitedAt: Instant,
  /** `null`: the invitation has not been accepted. */
  since: Instant.nullable(),
  /**
   * The administrator who made the invitation or confirmed the recovery, until another administrator has confirmed that the account belongs
   * to its person: the first administrator had the link and may have used it. `null`: the account is confirmed, or needs no confirmation.
   */
  unconfirmedOf: z.string().nullable(),
  lastAccess: Access.nullable(),
  sessions: z.int().nonnegative(),
  /** A proposal for a new sign-in link for this person. A second administrator may confirm it. */
  recovery: z.object({ recoveryId: z.uuid(), proposedBy: z.string(), until: Instant }).nullable(),
  withdrawnAt: Instant.nullable(),
});
export type Person = z.infer<typeof Person>;
export const People = z.object({ people: z.array(Person) });

export const PersonInvitation = z.object({
  name: PersonName,
  role: PersonRole,
  officeIds: Offices.transform((ids) => ids && [...new Set(ids)].sort()),
  account: z.enum(['local', 'emergency']).default('local'),
});
export type PersonInvitation = z.infer<typeof PersonInvitation>;

/** An invitation. Its link is shown once, and the person who opens it sets the password and the second factor. */
export const PersonInvited = z.object({ personId: z.uuid(), link: z.url(), until: Instant });

/** The proposal of a new sign-in link, which another administrator must confirm before `until`. */
export const RecoveryProposed = z.object({ recoveryId: z.uuid(), until: Instant });
