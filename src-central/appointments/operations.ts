import { succeed } from '../../src-main/domain/result.ts';
import type { Centre } from '../replica-context.ts';
import { NO_APPOINTMENT, refuseMember } from '../server/operation.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { answerOf } from './answer.ts';
import { verifyAttendance } from './attendance.ts';
import { book, cancel, hashAhead } from './book.ts';
import { listChannels, putChannel } from './channels.ts';
import { importAppointments } from './import.ts';
import { findByReference } from './kept-appointment.ts';
import { rotateOfficeKey } from './office-keys.ts';

export function registerAppointments(server: OperationsRegistrar, centre: Centre): void {
  const { database, clock, keyring } = centre;
  server.registerOperation('putAppointment', async ({ params: { reference }, body, caller }) => {
    const numbers = await hashAhead(database, keyring, caller, reference, body);
    return database.transaction(async (queries) => {
      const booked = await book(queries, centre, caller, reference, body, numbers);
      return booked.ok ? succeed({ body: await answerOf(queries, centre, caller.cityId, booked.value.kept) }) : booked;
    });
  });
  server.registerOperation('cancelAppointment', ({ params: { reference }, caller }) =>
    database.transaction(async (queries) => {
      const cancelled = await cancel(queries, clock, caller, reference);
      return cancelled.ok ? succeed({ body: null }) : cancelled;
    }),
  );
  server.registerOperation('readAppointment', async ({ params: { reference }, caller }) => {
    const kept = await findByReference(database, caller, reference);
    return kept
      ? succeed({ body: await answerOf(database, centre, caller.cityId, kept) })
      : refuseMember('not-found', '/path/reference', NO_APPOINTMENT);
  });
  server.registerOperation('importAppointments', importAppointments(centre));
  server.registerOperation('putChannel', putChannel(centre));
  server.registerOperation('listChannels', listChannels(centre));
  server.registerOperation('rotateOfficeKey', rotateOfficeKey(centre));
  server.registerOperation('verifyAttendance', verifyAttendance(centre));
}
