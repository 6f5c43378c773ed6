// Usage: npm run cluster. Brings up PostgreSQL 17 three times under Patroni, with etcd and HAProxy, on this machine, and three replicas of the centre before it; says where. Ctrl-C ends all.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNewKeyFile } from '../../src-central/key-files.ts';
import { startCentreProcess } from '../support/centre-process.ts';
import { startCluster } from './cluster.ts';
import { whyNoCluster } from './debian.ts';

const REPLICAS = 3;
const reason = whyNoCluster();
if (reason !== null) {
  console.error(`Torn: there is no cluster here: ${reason}`);
  process.exit(1);
}
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
const folder = mkdtempSync(join(tmpdir(), 'torn-cluster-key-'));
const cluster = await startCluster({ isSynchronous: true });
try {
  const keyFile = join(folder, 'centre.pem');
  const key = writeNewKeyFile(keyFile);
  if (!key.ok) throw new Error(key.error.detail);
  const environment = { DATABASE_URL: cluster.databaseUrl, CENTRE_KEY_FILE: keyFile };
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => startCentreProcess(environment)));
  console.log(`DATABASE_URL='${cluster.databaseUrl}' CENTRE_KEY_FILE=${keyFile}`);
  for (const { url } of replicas) console.log(`A replica listens at ${url}`);
  for (const { name, address } of cluster.machines) console.log(`${name}: http://${address}:8008/cluster`);
  console.log(`${(await cluster.primary())?.name} is primary. Ctrl-C ends all.`);
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  for (const replica of replicas) await replica.stop();
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
