import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CentreStatus } from '../../src-main/contract/kiosk/centre-status.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { createSystemClock } from '../../src-main/core/system-clock.ts';
import { openDeviceKey } from '../../src-main/security/device-key.ts';
import { createKioskCentre } from '../../src-main/sync/kiosk-centre.ts';
import { correctedClock, createTrustedTime } from '../../src-main/sync/trusted-time.ts';
import { startWireCentre } from './centre-at-the-wire.ts';
import { enrolFolder } from './enrolled-folder.ts';
import { openTicketStore } from './store.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface NetworkWishes {
  enrolled?: boolean;
  keyAgeMs?: number;
}

/** The kiosk's side of the connection in this process, its store on a disk, before a centre at the wire; not started yet. */
export async function prepareKiosk({ enrolled = true, keyAgeMs = 0 }: NetworkWishes = {}) {
  const wire = await startWireCentre();
  onTestFinished(() => wire.close());
  const data = join(temporaryFolder(), 'data');
  const clock = createSystemClock();
  const kioskId = enrolled ? await enrolFolder(data, wire, Date.now() - keyAgeMs) : null;
  const time = createTrustedTime(clock, () => 0);
  const corrected = correctedClock(clock, time.nowMs);
  const { store, outbox, centre: memory, opened, close } = openTicketStore(data, corrected, 1, { anchor: time.anchor });
  const deviceKey = openDeviceKey({ folder: data, environment: {}, hostKeyFile: '/nowhere' });
  const logged: string[] = [];
  const watchers = new Set<() => void>();
  const look = (): void => {
    for (const watcher of watchers) watcher();
  };
  const tell = (event: string): void => {
    logged.push(event);
    look();
  };
  const centre = createKioskCentre({
    setting: { url: wire.url, cityId: CityId.parse(wire.cityId) },
    memory,
    outbox,
    deviceKey,
    time,
    identity: opened.identity,
    wallClock: clock,
    clock: corrected,
    random: () => 0,
    newId: randomUUID,
    version: '0.1.0',
    build: 'test',
    log: { event: tell },
    onEnrolled() {},
  });
  centre.onChange(look);
  onTestFinished(async () => {
    await centre.close();
    close();
  });
  const keyIdOnDisk = async () => {
    const kept = await deviceKey.read();
    return kept.ok ? (kept.value?.key.keyId ?? null) : kept.error.kind;
  };
  /** Settles when the kiosk's standing with its centre is as wished. */
  const when = (test: (status: CentreStatus) => boolean): Promise<CentreStatus> =>
    new Promise((resolve) => {
      const watcher = (): void => {
        if (!test(centre.status())) return;
        watchers.delete(watcher);
        resolve(centre.status());
      };
      watchers.add(watcher);
      watcher();
    });
  const { database } = opened;
  return {
    wire,
    data,
    kioskId: kioskId ?? '',
    store,
    database,
    memory,
    outbox,
    centre,
    deviceKey,
    logged,
    keyIdOnDisk,
    when,
  };
}
