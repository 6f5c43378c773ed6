import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { type DisplayFace, startVirtualDisplay } from '../../../hardware/simulator/virtual-display.ts';
import { freePort } from '../../support/free-port.ts';
import { officeWithDesks, startKioskWithDesks } from '../../support/office-hub.ts';
import { laySerialLine } from '../../support/serial-line.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a desk’s call appears on the kiosk’s display until it is over, and a display of an unknown model does not stop the kiosk', async () => {
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  const virtual = await startVirtualDisplay({ path: line.printerEnd, kind: 'alpha-led' });
  onTestFinished(() => virtual.close());
  const port = await freePort();
  const profile = officeWithDesks(temporaryFolder(), port);
  const link = { kind: 'serial', path: realpathSync(line.hostEnd), baudRate: 9_600 };
  const displays = [
    { profileId: 'no-such-display', link: { ...link, path: '/dev/ttyS99' } },
    { profileId: 'alpha-led', link },
  ];
  writeFileSync(profile, JSON.stringify({ ...JSON.parse(readFileSync(profile, 'utf8')), displays }));
  const kiosk = await startKioskWithDesks(temporaryFolder(), profile, port);
  onTestFinished(async () => void (await kiosk.core.stop()));
  const reads = (holds: (face: DisplayFace) => boolean) =>
    new Promise<void>((resolve) => {
      const check = (face: DisplayFace) => {
        if (!holds(face)) return;
        stop();
        resolve();
      };
      const stop = virtual.onFace(check);
      check(virtual.face());
    });
  const { ticketId, label } = await kiosk.giveTicket();
  const desk = await kiosk.pair('desk', 'taula-2');
  expect(virtual.face()).toEqual({ text: '', light: 'off' });
  await desk.order({ kind: 'call-next' });
  await reads(({ text, light }) => text === `${label} Taula 2` && light === 'blinks');
  await desk.order({ kind: 'finish', ticketId });
  await reads(({ text }) => text === '');
  const { label: next } = await kiosk.giveTicket();
  await desk.order({ kind: 'call-next' });
  await reads(({ text }) => text === `${next} Taula 2`);
  expect(kiosk.core.log()).toContain('display-unknown-model');
  await kiosk.core.stop();
  // The core ends without waiting for the display, which accepts the empty text later.
  await reads(({ text }) => text === '');
});
