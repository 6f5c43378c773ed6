import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certificateSeenIn, PairingBegun } from '../../../src-main/calling/contract/pairing.ts';
import { HUB_PATHS } from '../../../src-main/calling/contract/paths.ts';
import { startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { freePort } from '../../support/free-port.ts';
import { createHubBrowser, officeWithDesks } from '../../support/office-hub.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a technician pairs a desk’s browser at the kiosk’s screen by its code and unpairs it; without the PIN this is refused', async () => {
  const [data, port] = [join(temporaryFolder(), 'data'), await freePort()];
  const core = startCoreInProcess({
    data,
    deviceRoot: createDeviceTree().root,
    profile: officeWithDesks(temporaryFolder(), port),
  });
  const technician = technicianAt(core);
  const hub = () => {
    const { view } = core.view();
    return view.screen === 'technician-access' ? view.hub : null;
  };
  expect(technician.touch('pairBrowser', { code: '123456', deskId: 'taula-1' })).toMatchObject({
    error: { kind: 'not-possible-here' },
  });
  expect(technician.touch('pairKiosk', { check: '123456789012' })).toMatchObject({
    error: { kind: 'not-possible-here' },
  });
  await technician.enterStatus();
  technician.does('showPage', { page: 'technician-access' });
  await core.until(() => hub()?.address !== null);
  const browser = createHubBrowser(port, readFileSync(join(data, 'hub-certificate.pem'), 'utf8'));
  const { code, claim } = PairingBegun.parse((await browser.post(HUB_PATHS.beginPairing, { role: 'desk' })).body);
  expect(hub()).toMatchObject({ waiting: [{ code, role: 'desk' }], halls: [] });
  expect(technician.touch('pairBrowser', { code })).toMatchObject({ error: { kind: 'unknown-request' } });
  expect(technician.touch('pairBrowser', { code, deskId: 'nowhere' })).toMatchObject({
    error: { kind: 'unknown-desk' },
  });
  expect(technician.touch('pairKiosk', { check: '123456789012' })).toMatchObject({
    error: { kind: 'unknown-request' },
  });
  const { fingerprint256 } = new X509Certificate(readFileSync(join(data, 'hub-certificate.pem')));
  for (const wrong of [{}, { seen: '0123456789ABCDEF' }])
    expect(technician.touch('pairBrowser', { code, deskId: 'taula-2', ...wrong })).toMatchObject({
      error: { kind: 'certificate-differs' },
    });
  expect(hub()?.waiting).toHaveLength(1);
  expect(JSON.stringify(core.view())).not.toContain(fingerprint256.slice(0, 5));
  technician.does('pairBrowser', { code, deskId: 'taula-2', seen: certificateSeenIn(fingerprint256) });
  await browser.post(HUB_PATHS.claimPairing, { claim });
  expect(await browser.view()).toMatchObject({ deskId: 'taula-2' });
  expect(hub()).toMatchObject({ waiting: [] });
  const paired = hub()?.desks.find(({ deskId }) => deskId === 'taula-2');
  technician.does('unpairBrowser', { identityId: paired?.identityId ?? '' });
  expect(hub()?.desks.every(({ identityId }) => identityId === null)).toBe(true);
  expect((await browser.get(HUB_PATHS.deskFeed)).status).toBe(401);
  await core.close();
});
