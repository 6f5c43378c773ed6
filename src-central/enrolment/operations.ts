import { succeed } from '../../src-main/domain/result.ts';
import type { Centre } from '../replica-context.ts';
import type { CentreServer } from '../server/server.ts';
import { confirmEnrolment } from './confirm-enrolment.ts';
import { endKiosk } from './end-kiosk.ts';
import { findEnrolment } from './find-enrolment.ts';
import { openEnrolment } from './open-enrolment.ts';
import { keyOfEnrolment, readEnrolment } from './read-enrolment.ts';
import { revokeKiosk } from './revoke-kiosk.ts';
import { rotateKey } from './rotate-key.ts';

/** A kiosk's life at the centre: from a key that nobody knows to one that nobody takes any more. */
export function registerEnrolment(server: CentreServer, centre: Centre): void {
  server.registerOperation('openEnrolment', (request) => openEnrolment(centre, request), {
    candidateKey: async ({ body }) => succeed(body.publicKey),
  });
  server.registerOperation('readEnrolment', (request) => readEnrolment(centre, request), {
    candidateKey: ({ params }) => keyOfEnrolment(centre, params),
  });
  server.registerOperation('findEnrolment', (request) => findEnrolment(centre, request));
  server.registerOperation('confirmEnrolment', (request) => confirmEnrolment(centre, request));
  server.registerOperation('endKiosk', endKiosk(centre), {
    // A kiosk that was replaced is revoked; one that a person revoked has no last word.
    ofRevoked: async (_request, { replaced }) => (replaced ? 'let-in' : undefined),
  });
  server.registerOperation('rotateKey', (request) => rotateKey(centre, request));
  server.registerOperation('revokeKiosk', (request) => revokeKiosk(centre, request));
}
