import { succeed } from '../../src-main/domain/result.ts';
import type { Centre } from '../replica-context.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { confirmEnrolment } from './confirm-enrolment.ts';
import { endKiosk } from './end-kiosk.ts';
import { findEnrolment } from './find-enrolment.ts';
import { openEnrolment } from './open-enrolment.ts';
import { keyOfEnrolment, readEnrolment } from './read-enrolment.ts';
import { revokeKiosk } from './revoke-kiosk.ts';
import { rotateKey } from './rotate-key.ts';

export function registerEnrolment(server: OperationsRegistrar, centre: Centre): void {
  server.registerOperation('openEnrolment', openEnrolment(centre), {
    candidateKey: async ({ body }) => succeed(body.publicKey),
  });
  server.registerOperation('readEnrolment', readEnrolment(centre), {
    candidateKey: ({ params }) => keyOfEnrolment(centre, params),
  });
  server.registerOperation('findEnrolment', findEnrolment(centre));
  server.registerOperation('confirmEnrolment', confirmEnrolment(centre));
  server.registerOperation('endKiosk', endKiosk(centre), {
    // A replaced kiosk is revoked but may still report its end; a kiosk that a person revoked may not.
    ofRevoked: async (_request, { replaced }) => (replaced ? 'let-in' : undefined),
  });
  server.registerOperation('rotateKey', rotateKey(centre));
  server.registerOperation('revokeKiosk', revokeKiosk(centre));
}
