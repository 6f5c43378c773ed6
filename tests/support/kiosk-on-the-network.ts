import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CentreStatus } from '../../src-main/centre/contract/centre-status.ts';
import type { Centre } from '../../src-main/centre/ports/centre.ts';
import { createKioskCentre } from '../../src-main/centre/wire/kiosk-centre.ts';
import { correctedClock, createTrustedTime } from '../../src-main/centre/wire/trusted-time.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { createSystemClock } from '../../src-main/core/system-clock.ts';
import type { Log } from '../../src-main/ports/log.ts';
import { openDeviceKey } from '../../src-main/security/device-key.ts';
import { startWireCentre, type WireCentre } from './centre-at-the-wire.ts';
import { enrolFolder } from './enrolled-folder.ts';
import { openTicketStore } from './store.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface NetworkWishes {
  enrolled?: boolean;
  keyAgeMs?: number;
}

/** Prepares, in this process and with a store on disk, a kiosk's connection to a centre, without starting it. */
export async function prepareKiosk({ enrolled = true, keyAgeMs = 0 }: NetworkWishes = {}) {
  const wire = await startWireCentre();
  onTestFinished(() => wire.close());
  const data = join(temporaryFolder(), 'data');
  const kioskId = enrolled ? await enrolFolder(data, wire, Date.now() - keyAgeMs) : '';
  const { logged, watchers, look, log } = watchedLog();
  const { centre, deviceKey, opened, ...stored } = openKiosk(data, wire, log);
  centre.onChange(look);
  onTestFinished(async () => {
    await centre.close();
    stored.close();
  });
  const keyIdOnDisk = async () => {
    const kept = await deviceKey.read();
    return kept.ok ? (kept.value?.key.keyId ?? null) : kept.error.kind;
  };
  const when = (test: (status: CentreStatus) => boolean) => statusWhen(centre, watchers, test);
  const { database } = opened;
  const { store, memory, outbox } = stored;
  return { wire, data, kioskId, store, database, memory, outbox, centre, deviceKey, logged, keyIdOnDisk, when };
}

function openKiosk(data: string, wire: WireCentre, log: Log) {
  const wallClock = createSystemClock();
  const time = createTrustedTime(wallClock, () => 0);
  const clock = correctedClock(wallClock, time.nowMs);
  const { store, outbox, centre: memory, opened, close } = openTicketStore(data, clock, 1, { anchor: time.anchor });
  const deviceKey = openDeviceKey({ folder: data, environment: {}, hostKeyFile: '/nowhere' });
  const centre = createKioskCentre({
    onRevocations: () => true,
    forgetOfficeKeys: () => undefined,
    setting: { url: wire.url, cityId: CityId.parse(wire.cityId) },
    memory,
    outbox,
    deviceKey,
    time,
    identity: opened.identity,
    wallClock,
    clock,
    log,
    random: () => 0,
    newId: randomUUID,
    version: '0.1.0',
    build: 'test',
    onEnrolled() {},
  });
  return { centre, deviceKey, store, memory, outbox, opened, close };
}

function watchedLog() {
  const logged: string[] = [];
  const watchers = new Set<() => void>();
  const look = (): void => {
    for (const watcher of watchers) watcher();
  };
  const log: Log = {
    event(kind) {
      logged.push(kind);
      look();
    },
  };
  return { logged, watchers, look, log };
}

function statusWhen(
  centre: Centre,
  watchers: Set<() => void>,
  test: (status: CentreStatus) => boolean,
): Promise<CentreStatus> {
  return new Promise((resolve) => {
    const watcher = (): void => {
      if (!test(centre.status())) return;
      watchers.delete(watcher);
      resolve(centre.status());
    };
    watchers.add(watcher);
    watcher();
  });
}
