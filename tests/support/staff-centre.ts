import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSync } from 'otplib';
import type { Database } from '../../src-central/database/database.ts';
import { openPglite } from '../../src-central/database/pglite.ts';
import { cityPages } from '../../src-central/people/city-pages.ts';
import { invitePerson } from '../../src-central/people/invite.ts';
import { assembleCentre } from '../../src-central/replica.ts';
import { PersonInvitation } from '../../src-main/contract/centre/people.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { openHubCertificate } from '../../src-main/security/hub-certificate.ts';
import { centreDefaults } from './centre-defaults.ts';
import { freePort } from './free-port.ts';

const terrassa = CityId.parse('terrassa');

/** A real centre with its staff pages, for a real browser that accepts any certificate. Only the test moves its clock. */
export interface StaffCentre {
  origin: string;
  database: Database;
  clock: { ms: number };
  /** Returns the path of the invitation's link. */
  invite(name: string, terms?: Partial<PersonInvitation>): Promise<string>;
  codeOf(key: string): string;
  close(): Promise<void>;
}

export async function startStaffCentre(startMs: number): Promise<StaffCentre> {
  const [database, port] = [await openPglite(null), await freePort()];
  const clock = { ms: startMs };
  // Browsers keep the session's cookie only on encrypted connections.
  const origin = `https://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'torn-staff-centre-'));
  const hosts = { names: ['localhost'], addresses: ['127.0.0.1'] };
  const { key, certificate: cert } = await openHubCertificate({ folder, environment: {}, hosts });
  const { server, staffServer, open } = assembleCentre({
    ...centreDefaults(),
    database,
    maxInFlight: 50,
    tls: { key, cert },
    staff: { origin, cityId: terrassa },
    clock: { nowMs: () => clock.ms },
  });
  const program = cityPages();
  if (staffServer === null || program === null) throw new Error('the pages have not been built');
  staffServer.registerProgram(program);
  await open();
  await server.listen('127.0.0.1', 0);
  await staffServer.listen('127.0.0.1', port);
  return {
    origin,
    database,
    clock,
    async invite(name, terms = {}) {
      const actor = { cityId: terrassa, address: null, tokenId: null, name: 'command line: prova' };
      const invitation = PersonInvitation.parse({ name, role: 'administrator', officeIds: null, ...terms });
      const invited = await invitePerson(database, actor, invitation, clock.ms);
      if (!invited.ok) throw new Error(invited.error.kind);
      return `/invitations/${terrassa}/${invited.value.code}`;
    },
    codeOf: (secret) => generateSync({ secret, epoch: Math.floor(clock.ms / 1_000) }),
    async close() {
      await Promise.all([server.drain(), staffServer.drain()]);
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
