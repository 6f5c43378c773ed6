import { onTestFinished } from 'vitest';
import type { HubState } from '../../src-main/ports/hub.ts';
import { type CuttableNetwork, networkTo } from './cuttable-network.ts';
import { freePort, type KioskWithDesks, officeWithDesks, startKioskWithDesks } from './office-hub.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** One of two kiosks of an office, each of which reaches the other through a network that can be cut. */
export interface OfficeKiosk {
  port: number;
  kiosk(): KioskWithDesks;
  /** The power is cut. */
  kill(): Promise<void>;
  /** On the same data. */
  start(): Promise<KioskWithDesks>;
}

export interface OfficeOfTwo {
  one: OfficeKiosk;
  other: OfficeKiosk;
  /** Neither hears the other any more. */
  cut(): void;
  mend(): void;
}

/** Two real cores with their own data, keys and ports; nobody has compared their keys yet. Slots 1 and 2. */
export async function officeOfTwo(): Promise<OfficeOfTwo> {
  const ports = [await freePort(), await freePort()] as const;
  const networks = await Promise.all(ports.map((port) => networkTo(`https://127.0.0.1:${port}`)));
  const [toOne, toOther] = networks as [CuttableNetwork, CuttableNetwork];
  return {
    one: await officeKiosk(ports[0], 1, toOther),
    other: await officeKiosk(ports[1], 2, toOne),
    cut: () => networks.forEach((network) => void network.cut()),
    mend: () => networks.forEach((network) => void network.mend()),
  };
}

async function officeKiosk(port: number, slot: number, toOther: CuttableNetwork): Promise<OfficeKiosk> {
  const profile = officeWithDesks(temporaryFolder(), port, undefined, [new URL(toOther.url).host]);
  const data = temporaryFolder();
  let running = await startKioskWithDesks(data, profile, port, slot);
  onTestFinished(() => running.core.stop().then(() => undefined));
  return {
    port,
    kiosk: () => running,
    async kill() {
      running.core.child.kill('SIGKILL');
      await running.core.ended;
    },
    async start() {
      running = await startKioskWithDesks(data, profile, port, slot);
      return running;
    },
  };
}

/** A person compares the digits at both and lets each in at the other. */
export async function pairKiosks({ one, other }: OfficeOfTwo): Promise<void> {
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

export async function hearEachOther({ one, other }: Pick<OfficeOfTwo, 'one' | 'other'>): Promise<void> {
  await stateWhen(one.kiosk(), isHeard);
  await stateWhen(other.kiosk(), isHeard);
}

export async function stateWhen(kiosk: KioskWithDesks, test: (state: HubState) => boolean): Promise<HubState> {
  for (;;) {
    const state = await kiosk.state();
    if (test(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
