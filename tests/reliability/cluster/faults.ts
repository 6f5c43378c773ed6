import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from '../../cluster/cluster.ts';
import type { ClusterMachine } from '../../cluster/machine.ts';
import type { Replicas } from '../centre/replicas.ts';
import type { Random } from '../random.ts';

export interface Target {
  cluster: Cluster;
  replicas: Replicas;
  random: Random;
}

const LOOK_EVERY_MS = 100;
/** Shorter than what makes etcd look for another leader. */
const BEHIND_MS = 1_500;
/** Some are over before anybody takes a primary for lost, some long after. */
const hangs = ({ random }: Target): Promise<void> => wait(random.int(2_000, 30_000));
/** Longer than another takes, where another may: of a primary that fails twice within seconds Patroni has nobody left that surely holds all. */
const UNTIL_POWER_MS = 60_000;
const away = ({ random }: Target): Promise<void> => wait(random.int(200, 5_000));

async function primaryOf({ cluster }: Target): Promise<ClusterMachine> {
  for (;;) {
    const found = await cluster.primary();
    if (found) return found;
    await wait(LOOK_EVERY_MS);
  }
}

async function standbyOf(target: Target): Promise<ClusterMachine> {
  const { name } = await primaryOf(target);
  return target.random.pick(target.cluster.machines.filter((machine) => machine.name !== name));
}

/** Until another has taken over, or the power comes back before one has. */
async function untilFollowed({ cluster }: Target, before: ClusterMachine): Promise<void> {
  const endMs = performance.now() + UNTIL_POWER_MS;
  while (performance.now() < endMs) {
    const found = await cluster.primary();
    if (found && found.name !== before.name) return;
    await wait(LOOK_EVERY_MS);
  }
}

/** What happens to a cluster, by a name that a report tells. Each ends with everything running again, though not yet whole. */
export const FAULTS = {
  async 'primary loses power'(target) {
    const primary = await primaryOf(target);
    await primary.cutPower();
    await untilFollowed(target, primary);
    primary.powerOn();
  },
  /** What the primary has confirmed alone is gone with it. */
  async 'primary loses power while nobody hears it'(target) {
    const primary = await primaryOf(target);
    target.cluster.network.part();
    await wait(BEHIND_MS);
    await primary.cutPower();
    target.cluster.network.join();
    await untilFollowed(target, primary);
    primary.powerOn();
  },
  async 'PostgreSQL of the primary is killed'(target) {
    (await primaryOf(target)).killDatabase();
    await wait(LOOK_EVERY_MS);
  },
  async 'primary stands still'(target) {
    const primary = await primaryOf(target);
    primary.freeze();
    await hangs(target);
    primary.thaw();
  },
  async 'primary is cut off'(target) {
    const primary = await primaryOf(target);
    primary.cutOff();
    await hangs(target);
    primary.connect();
  },
  async 'etcd is killed'(target) {
    const machine = target.random.pick(target.cluster.machines);
    await machine.killEtcd();
    await away(target);
    machine.startEtcd();
  },
  async 'standby loses power'(target) {
    const standby = await standbyOf(target);
    await standby.cutPower();
    await away(target);
    standby.powerOn();
  },
  async 'standby is cut off'(target) {
    const standby = await standbyOf(target);
    standby.cutOff();
    await hangs(target);
    standby.connect();
  },
  async 'replica is killed'({ replicas, random }) {
    await replicas.killByName(`replica-${random.int(0, 2)}`);
  },
  async 'HAProxy is killed'(target) {
    await target.cluster.killProxy();
    await away(target);
    target.cluster.startProxy();
  },
  async 'HAProxy stands still'(target) {
    target.cluster.signalProxy('SIGSTOP');
    await away(target);
    target.cluster.signalProxy('SIGCONT');
  },
} satisfies Record<string, (target: Target) => Promise<void>>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS).filter((name): name is FaultName => Object.hasOwn(FAULTS, name));
