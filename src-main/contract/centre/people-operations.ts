import { z } from 'zod';
import { SMALL_BODY } from './body-bounds.ts';
import { byToken, city } from './operation-parts.ts';
import { OwnSessions, People, PersonInvitation, PersonInvited, RecoveryProposed, WhoAmI } from './people.ts';

const person = city.extend({ personId: z.uuid() });

/** Operations on a city's people and their sessions. They are part of `OPERATIONS`, which checks their types. */
export const PEOPLE_OPERATIONS = {
  whoAmI: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/me',
    summary:
      'The caller’s name, role and offices; for a person with a session also the last access and the number of sign-ins refused since',
    ...byToken(city),
    answer: { status: 200, body: WhoAmI },
  },
  listSessions: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/me/sessions',
    summary: 'The caller’s own sessions that have not ended; a token has none',
    ...byToken(city),
    answer: { status: 200, body: OwnSessions },
  },
  signOut: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/me/session',
    summary: 'Ends the session of this request at every replica',
    ...byToken(city),
    answer: { status: 204, body: null },
  },
  signOutEverywhere: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/me/sessions',
    summary: 'Ends every session of the caller, including this one',
    ...byToken(city),
    answer: { status: 204, body: null },
  },
  listPeople: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/people',
    summary: 'The people who may sign in at the city’s pages, and those who no longer may',
    ...byToken(city),
    answer: { status: 200, body: People },
  },
  invitePerson: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/people',
    summary:
      'Invites a person, or invites again a person who has not accepted yet; only this answer contains the link, which is valid for a day',
    ...byToken(city, 'no-staff-pages', 'not-found', 'name-taken'),
    body: PersonInvitation,
    bounds: SMALL_BODY,
    answer: { status: 201, body: PersonInvited },
  },
  withdrawPerson: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/people/{personId}',
    summary: 'Withdraws a person: every session ends at once, at every replica',
    ...byToken(person, 'not-found'),
    answer: { status: 204, body: null },
  },
  confirmPerson: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/people/{personId}/confirmation',
    summary:
      'Confirms that an account belongs to its person. The inviter cannot confirm it, because the inviter may have opened the link',
    ...byToken(person, 'not-found', 'needs-another-person'),
    answer: { status: 204, body: null },
  },
  proposeRecovery: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/people/{personId}/recoveries',
    summary:
      'Proposes a new link for a person who has lost the password or the second factor; another administrator confirms it',
    ...byToken(person, 'not-found'),
    answer: { status: 201, body: RecoveryProposed },
  },
  confirmRecovery: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/people/{personId}/recoveries/{recoveryId}/confirm',
    summary:
      'Confirms a proposed recovery; neither the proposer nor the person who needs it can confirm it. Only this answer contains the link, which is valid for a day',
    ...byToken(
      person.extend({ recoveryId: z.uuid() }),
      'not-found',
      'needs-another-person',
      'already-decided',
      'order-expired',
      'no-staff-pages',
    ),
    answer: { status: 200, body: PersonInvited },
  },
} as const;
