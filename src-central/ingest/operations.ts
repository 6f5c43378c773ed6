import { refuse, succeed } from '../../src-main/domain/result.ts';
import type { Centre } from '../replica-context.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { quarantine } from './quarantine.ts';
import { reportUpload } from './report-upload.ts';
import { storeUpload } from './upload.ts';
import { uploadReplaced } from './upload-replaced.ts';

export function registerIngest(server: OperationsRegistrar, centre: Centre): void {
  const { database } = centre;
  server.registerOperation('uploadReplaced', uploadReplaced(centre));
  server.registerOperation(
    'uploadEvents',
    async ({ caller, body, receivedAtMs, requestId }) => {
      const upload = { kiosk: caller, upload: body, receivedAtMs };
      const stored = await storeUpload(database, upload);
      if (stored === 'revoked') {
        await quarantine(database, upload);
        return refuse({ kind: 'kiosk-revoked' });
      }
      reportUpload(centre, stored, { receivedAtMs, requestId });
      return succeed({ body: stored.answer });
    },
    {
      ofRevoked: ({ caller, body, receivedAtMs }) =>
        quarantine(database, { kiosk: caller, upload: body, receivedAtMs }),
    },
  );
}
