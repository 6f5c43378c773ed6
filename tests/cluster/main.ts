// Usage: npm run cluster. Starts PostgreSQL 17 on three machines under Patroni, with etcd and HAProxy, and three replicas of the centre, all on this machine, and prints their addresses. Ctrl-C ends all.
import { once } from 'node:events';
import { startCentreProcess } from '../support/centre-process.ts';
import { startCluster } from './cluster.ts';
import { whyNoCluster } from './debian.ts';
import { newKeyFolder } from './key-folder.ts';

const REPLICAS = 3;
const reason = whyNoCluster();
if (reason !== null) {
  console.error(`Torn: a cluster cannot run here: ${reason}`);
  process.exit(1);
}
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
const { keyFile, remove } = newKeyFolder();
const cluster = await startCluster({ isSynchronous: true });
try {
  const environment = { DATABASE_URL: cluster.databaseUrl, CENTRE_KEY_FILE: keyFile };
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => startCentreProcess(environment)));
  console.log(`DATABASE_URL='${cluster.databaseUrl}' CENTRE_KEY_FILE=${keyFile}`);
  for (const { url } of replicas) console.log(`A replica listens at ${url}`);
  for (const { name, address } of cluster.machines) console.log(`${name}: https://${address}:8008/cluster`);
  console.log(`${(await cluster.primary())?.name} is primary. Ctrl-C ends all.`);
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  for (const replica of replicas) await replica.stop();
} finally {
  await cluster.stop();
  remove();
}
