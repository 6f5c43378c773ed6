import { z } from 'zod';
import { CityId, OfficeId } from '../shared/ids.ts';
import { Instant } from '../shared/times.ts';

/** The roles of persons: those of tokens except `connector`, which is for programs. */
export const PERSON_ROLES = ['viewer', 'operator', 'technician', 'administrator'] as const;
export const PersonRole = z.enum(PERSON_ROLES);
export type PersonRole = z.infer<typeof PersonRole>;

/**
 * How a person signs in:
 * - `local`: with a password and a second factor.
 * - `emergency`: likewise, also where a city's people come from its directory; each sign-in raises an alarm.
 * - `directory`: at the city's own provider.
 */
export const Account = z.enum(['local', 'emergency', 'directory']);
export type Account = z.infer<typeof Account>;

/** A person's name, as the audit records it and as the person types it to sign in. */
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

/** An access of a person; the address as the audit stores it. */
const Access = z.object({ at: Instant, address: z.string().nullable() });

/** The offices of a person; `null`: every office of the city. */
const Offices = z.array(OfficeId).min(1).nullable();

export const WhoAmI = z.object({
  cityId: CityId,
  name: z.string(),
  /** A role of `ROLES`, or of a newer release. */
  role: z.string(),
  officeIds: Offices,
  /** The caller's session; `null`: the caller has a token instead. */
  session: z
    .object({
      /** End of the session, however much it is used. */
      until: Instant,
      /** Seconds without a request after which the session ends. */
      idleS: z.int().positive(),
      /** The sign-in before this one; `null`: this is the first. */
      lastAccess: Access.nullable(),
      /** Number of refused sign-ins under this name since the last access. */
      refusedSince: z.int().nonnegative(),
    })
    .nullable(),
});
export type WhoAmI = z.infer<typeof WhoAmI>;

export const OwnSessions = z.object({
  sessions: z.array(
    z.object({
      sessionId: z.uuid(),
      /** True for the session of this request. */
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
   * The inviter of an account that is not confirmed yet, because the inviter may have opened the link; `null`: another administrator has
   * confirmed it, or no confirmation is needed.
   */
  unconfirmedOf: z.string().nullable(),
  lastAccess: Access.nullable(),
  sessions: z.int().nonnegative(),
  /** A new link that another administrator has proposed and a second one may confirm. */
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

/** The proposal of a new link, which another administrator must confirm before `until`. */
export const RecoveryProposed = z.object({ recoveryId: z.uuid(), until: Instant });
