import { chownSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { filled } from '../../build/deb/pack.ts';
import { repositoryRoot } from '../../build/runtime.ts';
import { freePort } from '../support/free-port.ts';
import { provideDebian } from './debian.ts';
import { type ClusterMachine, nameOf, startMachine } from './machine.ts';
import { layNetwork, type MachineNetwork } from './network.ts';
import { wrongAnswers } from './strangers.ts';
import { type Daemon, type Place, runWithin, startWithin } from './within.ts';

export interface Cluster {
  readonly machines: readonly ClusterMachine[];
  /** The URL of the centre's database by HAProxy, with TLS and a checked certificate. */
  readonly databaseUrl: string;
  readonly network: MachineNetwork;
  /** Lists the callers that a machine treats wrongly: a stranger that it lets in, or a member of the cluster that it refuses. */
  wrongAnswers(): Promise<string[]>;
  killProxy(): Promise<void>;
  startProxy(): void;
  signalProxy(signal: NodeJS.Signals): void;
  /** The machine whose PostgreSQL is primary according to Patroni; `null` while Patroni reports none. */
  primary(): Promise<ClusterMachine | null>;
  /** Waits until all three machines report the same primary and its followers; throws with their reports after `patienceMs`. */
  whole(patienceMs?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** True if a commit waits for a second disk. */
  isSynchronous: boolean;
}

const COUNT = 3;
const USUAL_PATIENCE_MS = 180_000;
const LOOK_EVERY_MS = 200;
const ASK_MS = 2_000;
const CERTIFICATES = '/srv/certificates';
const STRANGERS = '/srv/strangers';
const OPERATION = join(repositoryRoot, 'src-central', 'operation');

const Members = z.object({
  members: z.array(z.object({ name: z.string(), role: z.string(), state: z.string() })),
});
type Member = z.infer<typeof Members>['members'][number];

/**
 * Starts PostgreSQL 17 on three machines under Patroni, with etcd and HAProxy. Each machine is a network namespace of
 * this computer.
 */
export async function startCluster({ isSynchronous }: ClusterOptions): Promise<Cluster> {
  const data = mkdtempSync(join(tmpdir(), 'torn-cluster-'));
  const place: Place = { root: provideDebian(), data };
  const network = layNetwork(COUNT);
  const secret = z.string().parse(crypto.randomUUID());
  const ended = async (): Promise<void> => {
    network.close();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    layFolder(place, network);
    const machines = Array.from({ length: COUNT }, (_, index) => {
      const configuration = configurationOf({ index, network, isSynchronous, secret });
      return startMachine({ index, place, network, configuration });
    });
    const proxy = await openProxy(place, network);
    const cluster = assemble({ machines, network, proxy, place, secret, isSynchronous, ended });
    try {
      await cluster.whole();
      await makeDatabase(cluster.urlOf('postgres', 'postgres'), secret);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  } catch (error) {
    await ended().catch(() => undefined);
    throw error;
  }
}

/**
 * Makes PostgreSQL's certificate for HAProxy's address, and for each machine a folder and a certificate, as a city does
 * by the documentation of the cluster.
 */
function layFolder(place: Place, network: MachineNetwork): void {
  const { root, data } = place;
  const line = /^postgres:x:(\d+):(\d+):/m.exec(readFileSync(join(root, 'etc', 'passwd'), 'utf8'));
  const give = (folder: string): void => chownSync(folder, Number(line?.[1]), Number(line?.[2]));
  give(data);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', '/srv/server.key', '-out', '/srv/server.pem'];
  runWithin(place, ['openssl', 'req', '-x509', '-days', '2', ...key, ...names]);
  copyFileSync(join(OPERATION, 'certificates.sh'), join(data, 'certificates.sh'));
  const machines = Array.from({ length: COUNT }, (_, index) => `${nameOf(index)}=${network.addressOf(index)}`);
  // The second folder gets certificates of a different authority, which no machine of the cluster trusts.
  for (const folder of [CERTIFICATES, STRANGERS]) runWithin(place, ['sh', '/srv/certificates.sh', folder, ...machines]);
  for (let index = 0; index < COUNT; index += 1) {
    mkdirSync(join(data, nameOf(index)), { mode: 0o700 });
    give(join(data, nameOf(index)));
  }
}

interface ConfigurationOrder {
  index: number;
  network: MachineNetwork;
  isSynchronous: boolean;
  secret: string;
}

function configurationOf({ index, network, isSynchronous, secret }: ConfigurationOrder): {
  etcd: string;
  patroni: string;
} {
  const each = Array.from({ length: COUNT }, (_, other) => ({ name: nameOf(other), at: network.addressOf(other) }));
  const folder = `/srv/${nameOf(index)}`;
  const own = {
    machine: nameOf(index),
    address: network.addressOf(index),
    folder,
    certificates: `${CERTIFICATES}/${nameOf(index)}`,
  };
  const read = (name: string): string => readFileSync(join(OPERATION, name), 'utf8');
  return {
    etcd: filled(read('etcd.yml.in'), {
      ...own,
      members: each.map(({ name, at }) => `${name}=https://${at}:2380`).join(','),
    }),
    patroni: filled(read('patroni.yml.in'), {
      ...own,
      network: network.range,
      etcd: each.map(({ at }) => `"${at}:2379"`).join(', '),
      certificate: '/srv/server.pem',
      certificatekey: '/srv/server.key',
      password: secret,
      synchronous: isSynchronous ? 'on' : 'off',
      lag: isSynchronous ? '1048576' : '1073741824',
      // A hardware watchdog would restart this computer, and so all machines of the cluster.
      watchdog: 'off',
    }),
  };
}

interface Proxy {
  port: number;
  start(): Daemon;
}

async function openProxy(place: Place, network: MachineNetwork): Promise<Proxy> {
  const port = await freePort();
  const servers = Array.from({ length: COUNT }, (_, at) => `  server ${nameOf(at)} ${network.addressOf(at)}:5432`);
  const text = filled(readFileSync(join(OPERATION, 'haproxy.cfg'), 'utf8'), {
    port: String(port),
    ca: `${CERTIFICATES}/ca.pem`,
    servers: servers.join('\n'),
  });
  writeFileSync(join(place.data, 'haproxy.cfg'), text);
  const log = join(place.data, 'haproxy.log');
  return { port, start: () => startWithin(place, null, log, ['haproxy', '-db', '-f', '/srv/haproxy.cfg']) };
}

interface Parts {
  machines: readonly ClusterMachine[];
  network: MachineNetwork;
  proxy: Proxy;
  place: Place;
  secret: string;
  isSynchronous: boolean;
  ended: () => Promise<void>;
}

function assemble(parts: Parts): Cluster & { urlOf(user: string, database: string): string } {
  const { machines, network, proxy, place, secret, isSynchronous, ended } = parts;
  let running = proxy.start();
  const certificate = encodeURIComponent(join(place.data, 'server.pem'));
  const urlOf = (user: string, database: string): string =>
    `postgres://${user}:${secret}@localhost:${proxy.port}/${database}?sslmode=verify-full&sslrootcert=${certificate}`;
  const members = (): Promise<readonly Member[]> => membersBy(machines, place);
  return {
    machines,
    network,
    urlOf,
    databaseUrl: urlOf('torn', 'torn'),
    wrongAnswers() {
      const read = (folder: string, file: string): Buffer => readFileSync(join(place.data, folder, file));
      const shownBy = (folder: string) => ({
        cert: read(folder, 'm1/machine.pem'),
        key: read(folder, 'm1/machine.key'),
      });
      return wrongAnswers({
        addresses: machines.map(({ address }) => address),
        ca: read('certificates', 'ca.pem'),
        own: shownBy('certificates'),
        strangers: shownBy('strangers'),
        password: secret,
      });
    },
    killProxy: () => running.kill(),
    startProxy() {
      running = proxy.start();
    },
    signalProxy: (signal) => running.signal(signal),
    async primary() {
      const leader = (await members()).find(({ role, state }) => role === 'leader' && state === 'running');
      return machines.find(({ name }) => name === leader?.name) ?? null;
    },
    async whole(patienceMs = USUAL_PATIENCE_MS) {
      const endMs = performance.now() + patienceMs;
      for (;;) {
        // A standby reports what it read from etcd a while ago, so its answer may be out of date. Every machine must
        // report the whole cluster.
        const now = await Promise.all(machines.map((machine) => membersBy([machine], place)));
        if (now.every((said) => isWhole(said, isSynchronous))) return;
        if (performance.now() > endMs)
          throw new Error(`the cluster is not whole: ${JSON.stringify(now)}\n${lastWords(place)}`);
        await wait(LOOK_EVERY_MS);
      }
    },
    async stop() {
      await running.kill();
      for (const machine of machines) await machine.cutPower();
      await ended();
    },
  };
}

function isWhole(members: readonly Member[], isSynchronous: boolean): boolean {
  const leads = members.some(({ role, state }) => role === 'leader' && state === 'running');
  const follow = members.filter(({ role, state }) => role !== 'leader' && state === 'streaming').length;
  const isSafe = !isSynchronous || members.some(({ role }) => role === 'sync_standby');
  return leads && follow === COUNT - 1 && isSafe;
}

async function membersBy(machines: readonly ClusterMachine[], { data }: Place): Promise<readonly Member[]> {
  const ca = readFileSync(join(data, 'certificates', 'ca.pem'));
  const asked = machines.map(
    ({ address }) =>
      new Promise<readonly Member[]>((resolve, reject) => {
        const signal = AbortSignal.timeout(ASK_MS);
        const request = get(`https://${address}:8008/cluster`, { ca, signal, agent: false }, (response) => {
          text(response)
            .then((said) => resolve(Members.parse(JSON.parse(said)).members))
            .catch(reject);
        });
        request.once('error', reject);
      }),
  );
  return Promise.any(asked).catch(() => []);
}

function lastWords({ data }: Place): string {
  const tails = Array.from({ length: COUNT }, (_, index) => nameOf(index)).flatMap((name) =>
    ['etcd', 'patroni'].map((program) => {
      const file = join(data, `${name}-${program}.log`);
      return `--- ${name} ${program}\n${readFileSync(file, 'utf8').split('\n').slice(-8).join('\n')}`;
    }),
  );
  return tails.join('\n');
}

async function makeDatabase(url: string, secret: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ASK_MS });
    try {
      await client.connect();
      await client.query(`CREATE ROLE torn LOGIN PASSWORD '${secret}'`);
      await client.query('CREATE DATABASE torn OWNER torn');
      return;
    } catch (error) {
      // HAProxy checks its servers only once a second, so the first connections may fail.
      if (tries === 20) throw error;
      await wait(500);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
