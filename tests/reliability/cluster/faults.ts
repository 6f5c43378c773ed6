import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from '../../cluster/cluster.ts';
import type { ClusterMachine } from '../../cluster/machine.ts';
import type { Replicas } from '../centre/replicas.ts';
import type { Random } from '../random.ts';

export interface Target {
  cluster: Cluster;
  replicas: Replicas;
  random: Random;
  /** The monotonic time at which a primary's PostgreSQL last failed. */
  fell: { atMs: number };
}

const LOOK_EVERY_MS = 100;
/** Milliseconds between cutting the network and cutting the primary's power: shorter than the time after which etcd elects a new leader. */
const BEHIND_MS = 1_500;
/** Waits for a random time: shorter or much longer than the time after which a machine that does not respond is no longer primary. */
const hangs = ({ random }: Target): Promise<void> => wait(random.int(2_000, 30_000));
/** Milliseconds in which another machine must become primary; longer than a failover takes. */
const FOLLOWED_MS = 60_000;
/** For this many milliseconds after a failure, Patroni may have no standby that is certain to have every confirmed commit. */
const FALLEN_LATELY_MS = 60_000;
const PRIMARY_MS = 300_000;
const away = ({ random }: Target): Promise<void> => wait(random.int(200, 5_000));

async function primaryOf({ cluster }: Target): Promise<ClusterMachine> {
  for (const endMs = performance.now() + PRIMARY_MS; performance.now() < endMs; await wait(LOOK_EVERY_MS)) {
    const found = await cluster.primary();
    if (found) return found;
  }
  throw new Error(`no machine of the cluster leads for ${PRIMARY_MS / 1_000} s`);
}

async function standbyOf(target: Target): Promise<ClusterMachine> {
  const { name } = await primaryOf(target);
  return target.random.pick(target.cluster.machines.filter((machine) => machine.name !== name));
}

/**
 * Waits until another machine is primary. Throws if none becomes primary in time, unless a primary's PostgreSQL failed shortly before the
 * cut: then perhaps only the old primary can return.
 */
async function untilFollowed({ cluster, fell }: Target, before: ClusterMachine, cutAtMs: number): Promise<void> {
  for (const endMs = performance.now() + FOLLOWED_MS; performance.now() < endMs; await wait(LOOK_EVERY_MS)) {
    const found = await cluster.primary();
    if (found && found.name !== before.name) return;
  }
  if (cutAtMs - fell.atMs > FALLEN_LATELY_MS)
    throw new Error(`nobody followed ${before.name} in ${FOLLOWED_MS / 1_000} s`);
}

/** Faults of a cluster, by their names in reports. Each fault ends with all machines running, but possibly not in sync yet. */
export const FAULTS = {
  async 'primary loses power'(target) {
    const primary = await primaryOf(target);
    const cutAtMs = performance.now();
    await primary.cutPower();
    await untilFollowed(target, primary, cutAtMs);
    primary.powerOn();
  },
  /** This fault loses the commits that reached only the isolated primary. */
  async 'primary loses power while nobody hears it'(target) {
    const primary = await primaryOf(target);
    target.cluster.network.part();
    await wait(BEHIND_MS);
    const cutAtMs = performance.now();
    await primary.cutPower();
    target.cluster.network.join();
    await untilFollowed(target, primary, cutAtMs);
    primary.powerOn();
  },
  async 'PostgreSQL of the primary is killed'(target) {
    const primary = await primaryOf(target);
    target.fell.atMs = performance.now();
    primary.killDatabase();
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
