import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineNetwork } from './network.ts';
import { type Daemon, type Place, startWithin } from './within.ts';

/** A machine of a cluster: a member of etcd, and PostgreSQL under Patroni. */
export interface ClusterMachine {
  readonly name: string;
  readonly address: string;
  cutPower(): Promise<void>;
  powerOn(): void;
  /** Kills PostgreSQL and leaves Patroni running. */
  killDatabase(): void;
  /** Halts Patroni and PostgreSQL until `thaw`, as a hanging disk or hypervisor does. */
  freeze(): void;
  thaw(): void;
  cutOff(): void;
  connect(): void;
  killEtcd(): Promise<void>;
  startEtcd(): void;
}

export interface MachineOrder {
  index: number;
  place: Place;
  network: MachineNetwork;
  /** The texts of the machine's `patroni.yml` and `etcd.yml`. */
  configuration: { patroni: string; etcd: string };
}

export const nameOf = (index: number): string => `m${index + 1}`;

export function startMachine({
  index,
  place,
  network,
  configuration: { patroni: text, etcd },
}: MachineOrder): ClusterMachine {
  const name = nameOf(index);
  const address = network.addressOf(index);
  const namespace = network.namespaceOf(index);
  const folder = join(place.data, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'patroni.yml'), text);
  writeFileSync(join(folder, 'etcd.yml'), etcd);
  const start = (program: string, words: readonly string[]): Daemon =>
    startWithin(place, namespace, join(place.data, `${name}-${program}.log`), [program, ...words]);
  const startEtcd = (): Daemon => start('etcd', ['--config-file', `/srv/${name}/etcd.yml`]);
  const startPatroni = (): Daemon => start('patroni', [`/srv/${name}/patroni.yml`]);
  let store = startEtcd();
  let patroni = startPatroni();
  const signalOthers = (signal: NodeJS.Signals): void => {
    for (const pid of network.processesOf(index)) if (!isEtcd(pid)) send(pid, signal);
  };
  return {
    name,
    address,
    async cutPower() {
      network.cut(index);
      while (network.processesOf(index).length > 0) {
        for (const pid of network.processesOf(index)) send(pid, 'SIGKILL');
        await Promise.all([store.kill(), patroni.kill()]);
      }
    },
    powerOn() {
      network.mend(index);
      store = startEtcd();
      patroni = startPatroni();
    },
    killDatabase: () => send(postmasterOf(folder), 'SIGKILL'),
    freeze: () => signalOthers('SIGSTOP'),
    thaw: () => signalOthers('SIGCONT'),
    cutOff: () => network.cut(index),
    connect: () => network.mend(index),
    killEtcd: () => store.kill(),
    startEtcd() {
      store = startEtcd();
    },
  };
}

const isEtcd = (pid: number): boolean => textOf(`/proc/${pid}/cmdline`).startsWith('etcd\0');

const postmasterOf = (folder: string): number => Number(textOf(join(folder, 'data', 'postmaster.pid')).split('\n')[0]);

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  if (!(pid > 1)) return;
  try {
    process.kill(pid, signal);
  } catch {
    // The process has ended.
  }
}
