import { randomUUID } from 'node:crypto';
import { startRestartingCore } from '../../../build/restarting-core.ts';
import type { CentreStatus } from '../../../src-main/centre/contract/centre-status.ts';
import type { Outbox } from '../../../src-main/centre/ports/outbox.ts';
import { createKioskCentre } from '../../../src-main/centre/wire/kiosk-centre.ts';
import { correctedClock, createTrustedTime } from '../../../src-main/centre/wire/trusted-time.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Log } from '../../../src-main/ports/log.ts';
import { openDeviceKey } from '../../../src-main/security/device-key.ts';
import { demonstrationOffice } from '../../support/core-process.ts';
import { openTicketStore } from '../../support/store.ts';
import { CITY } from './centre.ts';

export interface SendingKiosk {
  status(): Promise<CentreStatus>;
  /** Tries to reach the centre at once, as a technician can at the screen. */
  tryNow(): Promise<void>;
  stop(): Promise<void>;
}

export function startCore(data: string, url: string): SendingKiosk {
  const core = startRestartingCore({ data, profile: demonstrationOffice, args: ['--centre', `${url}/${CITY}`] });
  return {
    status: core.centre,
    async tryNow() {
      await core.current().call('tryCentre', {});
    },
    stop: core.stop,
  };
}

const quiet: Log = { event() {} };

export interface InProcessParts {
  data: string;
  url: string;
  clock: Clock;
  alter?: (outbox: Outbox) => Outbox;
  onEnrolled?: () => void;
}

/** The kiosk's network code in this process, for tests with their own clock or with a planted fault. */
export async function startInProcess({ data, url, clock, alter, onEnrolled = () => {} }: InProcessParts) {
  const time = createTrustedTime(clock, () => 0);
  const corrected = correctedClock(clock, time.nowMs);
  const {
    store,
    outbox,
    centre: memory,
    opened,
    close,
  } = openTicketStore(data, corrected, null, { anchor: time.anchor });
  const centre = createKioskCentre({
    onRevocations: () => true,
    forgetOfficeKeys: () => undefined,
    setting: { url, cityId: CITY },
    memory,
    outbox: alter ? alter(outbox) : outbox,
    deviceKey: openDeviceKey({ folder: data, environment: {}, hostKeyFile: '/nonexistent' }),
    time,
    identity: opened.identity,
    wallClock: clock,
    clock: corrected,
    random: Math.random,
    newId: randomUUID,
    version: '0.1.0',
    build: 'test',
    log: quiet,
    onEnrolled,
  });
  await centre.start();
  return {
    centre,
    memory,
    store,
    outbox,
    status: async () => centre.status(),
    tryNow: async () => centre.tryNow(),
    async stop() {
      await centre.close();
      close();
    },
  };
}
