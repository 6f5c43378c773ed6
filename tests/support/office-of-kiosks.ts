import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import type { HubState } from '../../src-main/calling/ports/hub.ts';
import type { HubSetting as HubSettingSchema } from '../../src-main/contract/shared/hub-setting.ts';
import { freePort } from './free-port.ts';
import { type KioskWithDesks, officeWithDesks, startKioskWithDesks } from './office-hub.ts';
import { temporaryFolder } from './temporary-folder.ts';

export type HubSetting = z.infer<typeof HubSettingSchema>;

export interface OfficeKiosk {
  port: number;
  data: string;
  kiosk(): KioskWithDesks;
  kill(): Promise<void>;
  /** Starts the core again on its data. Its clock is wrong by `clockOffMs`. */
  start(clockOffMs?: number): Promise<KioskWithDesks>;
}

export interface OfficeOfTwo {
  one: OfficeKiosk;
  other: OfficeKiosk;
}

/** The cores have their own data, keys and ports and are not paired yet. */
export async function officeOfTwo(
  hub: Partial<HubSetting> = {},
  slots: readonly [number, number] = [1, 2],
): Promise<OfficeOfTwo> {
  const ports = [await freePort(), await freePort()] as const;
  return {
    one: await officeKiosk(ports[0], slots[0], ports, hub),
    other: await officeKiosk(ports[1], slots[1], ports, hub),
  };
}

async function officeKiosk(
  port: number,
  slot: number,
  ports: readonly number[],
  hub: Partial<HubSetting>,
): Promise<OfficeKiosk> {
  const profile = officeWithDesks(
    temporaryFolder(),
    port,
    undefined,
    ports.map((one) => `127.0.0.1:${one}`),
    hub,
  );
  const data = temporaryFolder();
  let running = await startKioskWithDesks(data, profile, port, slot);
  onTestFinished(() => running.core.stop().then(() => undefined));
  return {
    port,
    data,
    kiosk: () => running,
    async kill() {
      running.core.child.kill('SIGKILL');
      await running.core.ended;
    },
    async start(clockOffMs = 0) {
      running = await startKioskWithDesks(data, profile, port, slot, [], underClock(clockOffMs));
      return running;
    },
  };
}

const underClock = (offMs: number): string[] =>
  offMs === 0
    ? []
    : ['env', `NODE_OPTIONS=--import=data:text/javascript,const{now}=Date;Date.now=()=>now()+(${offMs})`];

type RunningTwo = Record<keyof OfficeOfTwo, Pick<OfficeKiosk, 'kiosk'>>;

/** Pairs two kiosks: each kiosk shows digits, which are confirmed at the other kiosk. */
export async function pairKiosks({ one, other }: RunningTwo): Promise<void> {
  for (const [at, shown] of [
    [one, other],
    [other, one],
  ] as const) {
    const { check } = await shown.kiosk().state();
    await stateWhen(at.kiosk(), ({ kiosks: [seen] }) => seen?.check === check);
    const paired = await at.kiosk().core.call('pairKiosk', { check: check ?? '' });
    if (!paired.ok) throw new Error(JSON.stringify(paired.error));
  }
  await hearEachOther({ one, other });
}

const isHeard = ({ kiosks: [seen] }: HubState): boolean => seen?.state === 'heard';

export async function hearEachOther({ one, other }: RunningTwo): Promise<void> {
  await stateWhen(one.kiosk(), isHeard);
  await stateWhen(other.kiosk(), isHeard);
}

async function stateWhen(kiosk: KioskWithDesks, test: (state: HubState) => boolean): Promise<HubState> {
  for (;;) {
    const state = await kiosk.state();
    if (test(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
