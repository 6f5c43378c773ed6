import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createKioskCentre } from '../../../src-main/centre/wire/kiosk-centre.ts';
import { correctedClock, createTrustedTime } from '../../../src-main/centre/wire/trusted-time.ts';
import { CityId } from '../../../src-main/contract/shared/ids.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import { openDeviceKey } from '../../../src-main/security/device-key.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { openTicketStore } from '../../support/store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const AN_HOUR_MS = 3_600_000;
const A_MINUTE_MS = 60_000;

test('a request during the start does not wait for the minute that spreads a city’s kiosks after an outage', async () => {
  const wire = await startWireCentre();
  onTestFinished(() => wire.close());
  const data = join(temporaryFolder(), 'data');
  await enrolFolder(data, wire);
  let rested = 0;
  const clock: Clock = {
    wallMs: Date.now,
    monotonicMs: () => performance.now(),
    // A long wait never ends in this test, so a kiosk that begins with one would never ask the centre.
    after(delayMs, action) {
      if (delayMs > A_MINUTE_MS / 2) {
        rested += 1;
        return () => {};
      }
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
  };
  const time = createTrustedTime(clock, () => 0);
  const corrected = correctedClock(clock, time.nowMs);
  const { outbox, centre: memory, opened, close } = openTicketStore(data, corrected, null, { anchor: time.anchor });
  memory.keepLastContact(Date.now() - AN_HOUR_MS);
  const centre = createKioskCentre({
    setting: { url: wire.url, cityId: CityId.parse(wire.cityId) },
    memory,
    outbox,
    deviceKey: openDeviceKey({ folder: data, environment: {}, hostKeyFile: '/nowhere' }),
    time,
    identity: opened.identity,
    wallClock: clock,
    clock: corrected,
    // With this value the random wait is the longest possible: a whole minute.
    random: () => 0.999,
    newId: randomUUID,
    version: '0.1.0',
    build: 'test',
    log: { event() {} },
    onRevocations: () => true,
    forgetOfficeKeys: () => undefined,
    onEnrolled() {},
  });
  onTestFinished(async () => {
    await centre.close();
    close();
  });
  const heard = new Promise<void>((resolve) => {
    centre.onChange(() => {
      if (centre.status().clockOffsetMs !== null) resolve();
    });
  });

  const started = centre.start();
  centre.tryNow();
  await started;
  await heard;

  expect(rested).toBeGreaterThan(0);
  expect(centre.status().trouble).toBeNull();
});
