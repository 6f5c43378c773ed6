// Usage: npm run package:central -- --prove. Installs the centre's package in a clean Debian 13 with systemd as its first process and a PostgreSQL of its own, and
// tests its promises there. One line for each promise; exit code 1 if one was broken.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generateSync } from 'otplib';
import { repositoryRoot } from '../../build/runtime.ts';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { freePort } from '../support/free-port.ts';
import { keyIn, newVisitor, PASSWORD, seedIn } from '../support/staff-visitor.ts';
import { proveInDebian } from './clean-debian.ts';
import type { Machine } from './machine.ts';
import { must, type Proof } from './proof.ts';

const [deb] = process.argv.slice(2);
if (deb === undefined) throw new Error('usage: prove-centre.ts FILE.deb');

const UNIT = 'torn-central.service';
const INSTALL = 'apt-get install --yes --no-install-recommends /srv/torn-central.deb';
const CREDENTIALS = '/etc/credstore';
const SETTINGS = '/etc/torn-central/settings.conf';
const PAGES = '/usr/lib/torn-central/app/out/pages';
/** The centre connects by a socket, as the database user with the name of its system user. */
const DATABASE_URL = 'postgres://torn-central@localhost/torn?host=%2Frun%2Fpostgresql';
const START_LIMIT_MS = 2_000;
const city = CityId.parse('terrassa');

interface Bench {
  machine: Machine;
  url: string;
  staffUrl: string;
}

async function proveAll(proof: Proof, bench: Bench): Promise<void> {
  await proveInstallation(proof, bench);
  await proveSecrecy(proof, bench);
  await provePages(proof, bench);
  await proveLife(proof, bench);
  await provePool(proof, bench);
  await proveRemoval(proof, bench);
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`, { headers: { connection: 'close' } }).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Measures the milliseconds from a shell command until the command has ended and the centre is ready. If a centre runs, the command must
 * end it, because otherwise the running centre would count as ready at once.
 */
async function msToReady({ machine, url }: Bench, line: string): Promise<number> {
  const startedMs = performance.now();
  const ordered = machine.run(line);
  let isOrdered = false;
  void ordered.then(() => {
    isOrdered = true;
  });
  while (!isOrdered || !(await isReady(url))) {
    if (performance.now() - startedMs > 90_000) throw new Error(machine.sh(`journalctl -u ${UNIT} -n 20`).output);
    await pause(5);
  }
  const took = Math.round(performance.now() - startedMs);
  const { status, output } = await ordered;
  must(status === 0, output);
  return took;
}

const pidOf = (machine: Machine): string => machine.must(`systemctl show --property MainPID --value ${UNIT}`);

const residentMb = ({ machine }: Bench): number => {
  const pid = pidOf(machine);
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(machine.must(`cat /proc/${pid}/status`))?.[1]) / 1_024);
};

async function proveInstallation(proof: Proof, bench: Bench): Promise<void> {
  const { machine } = bench;
  await proof.promise('it is installed alone, and starts nothing as long as no database is named', () => {
    const before = Number(machine.must('dpkg --get-selections | wc -l'));
    machine.must(INSTALL);
    const after = Number(machine.must('dpkg --get-selections | wc -l'));
    must(
      machine.sh(`systemctl is-active ${UNIT}`).output === 'inactive',
      machine.sh(`systemctl status ${UNIT}`).output,
    );
    must(machine.sh(`systemctl is-enabled ${UNIT}`).output === 'enabled', 'it is not enabled');
    must(machine.sh('systemctl --failed --quiet').output === '', machine.sh('systemctl --failed').output);
    const size = machine.must('du --summarize --block-size=M /usr/lib/torn-central | cut -f1');
    return `${after - before} packages, ${size}`;
  });
  await proof.promise('its database, its key and its schema are three commands', () => {
    layPostgres(machine);
    const { port } = new URL(bench.url);
    machine.write(SETTINGS, `PORT=${port}\n`);
    machine.must(`torn-central new-key ${CREDENTIALS}/torn-central.key`);
    machine.must(`umask 077; echo '${DATABASE_URL}' > ${CREDENTIALS}/torn-central.database-url`);
    const said = machine.must('torn-central migrate');
    must(said.includes('The schema is up to date.'), said);
    const [row] = machine.must('su postgres -c "psql -Atc \'SELECT version FROM schema_version\' torn"').split('\n');
    return `schema ${row}`;
  });
  await proof.promise(`it is ready with less than ${START_LIMIT_MS / 1_000} s of a processor`, async () => {
    const first = await msToReady(bench, `systemctl start ${UNIT}`);
    const stoppingMs = performance.now();
    machine.must(`systemctl stop ${UNIT}`);
    const stopped = Math.round(performance.now() - stoppingMs);
    const again = await msToReady(bench, `systemctl start ${UNIT}`);
    const busyMs = Math.round(Number(machine.must(`systemctl show --property CPUUsageNSec --value ${UNIT}`)) / 1e6);
    // The limit is for processor time, because other work of the machine delays the centre.
    must(busyMs < START_LIMIT_MS, `${busyMs} ms of a processor`);
    return `${first} ms the first time, then ${again} ms, ${busyMs} ms of it at work, ${residentMb(bench)} MB in memory; ended in ${stopped} ms`;
  });
  await proof.promise('a token is made by the command, and the centre takes it', async () => {
    const words = `--city ${city} --name proof --role administrator`;
    const token = /torn_[\w-]{43}/.exec(machine.must(`torn-central token ${words}`))?.[0] ?? '';
    const at = `${bench.url}${pathOf('listKiosks', { cityId: city })}`;
    const { status } = await fetch(at, { headers: { authorization: `Bearer ${token}` } });
    must(status === 200, `${status}`);
    const { output } = machine.sh('torn-central retention --status');
    must(output.includes('"cityId":"terrassa"'), output);
    return 'a list of its kiosks, and the state of retention';
  });
}

/** Installs Debian's PostgreSQL, which listens on a socket only. */
function layPostgres(machine: Machine): void {
  machine.write('/etc/postgresql-common/createcluster.conf', 'create_main_cluster = false\n');
  machine.must('apt-get install --yes --no-install-recommends postgresql');
  machine.must("pg_createcluster 17 main --pgoption listen_addresses=''");
  machine.must('systemctl start postgresql@17-main');
  machine.must('su postgres -c "createuser torn-central && createdb --owner torn-central torn"');
}

async function proveSecrecy(proof: Proof, { machine }: Bench): Promise<void> {
  await proof.promise('no secret stands in its arguments or in a file that its own user could change', () => {
    const pid = pidOf(machine);
    const argv = machine.must(`tr '\\0' ' ' < /proc/${pid}/cmdline`);
    must(!argv.includes('postgres:'), argv);
    must(!machine.must(`tr '\\0' ' ' < /proc/${pid}/environ`).includes('postgres:'), 'its environment has the address');
    must(
      machine.sh(`su -s /bin/sh torn-central -c 'cat ${CREDENTIALS}/torn-central.key'`).status !== 0,
      'it reads the key',
    );
    return argv.trim();
  });
  await proof.promise('without a capability, a device or a place to write, by systemd’s count', () => {
    const pid = pidOf(machine);
    const status = machine.must(`cat /proc/${pid}/status`);
    must(/^CapBnd:\t0+$/m.test(status) && /^NoNewPrivs:\t1$/m.test(status), status);
    const said = machine.sh(`systemd-analyze security --no-pager ${UNIT}`).output;
    const exposure = /exposure level for \S+: (\S+)/.exec(said)?.[1];
    must(Number(exposure) < 2, said);
    return `an exposure of ${exposure}`;
  });
  await proof.promise('its log is journald’s, a line of JSON each', () => {
    const lines = machine.must(`journalctl --unit ${UNIT} --output cat --no-pager`).split('\n');
    const read = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as { part?: string });
    must(read.length > 0 && read.every(({ part }) => part === 'central'), lines.join('\n'));
    return `${read.length} lines`;
  });
}

async function provePages(proof: Proof, bench: Bench): Promise<void> {
  const { machine, url, staffUrl } = bench;
  await proof.promise('the city’s pages are in it, and open to a person whom the command has invited', async () => {
    const { port } = new URL(staffUrl);
    machine.write(
      SETTINGS,
      `PORT=${new URL(url).port}\nSTAFF_URL=${staffUrl}\nSTAFF_PORT=${port}\nSTAFF_CITY=${city}\n`,
    );
    await msToReady(bench, `systemctl restart ${UNIT}`);
    const link = /http\S+/.exec(machine.must(`torn-central invite --city ${city} --name proof`))?.[0] ?? '';
    const visitor = newVisitor({ staffUrl });
    const from = { origin: staffUrl };
    const away = await visitor.get('/');
    must(away.status === 303 && away.location?.includes('/sign-in') === true, `${away.status} ${away.location}`);
    const { pathname } = new URL(link);
    const { text } = await visitor.get(`${pathname}?lang=en`);
    const codeAfter = (seconds: number): string =>
      generateSync({ secret: keyIn(text), epoch: Math.floor(Date.now() / 1_000) + seconds });
    const own = { seed: seedIn(text), password: PASSWORD, again: PASSWORD, code: codeAfter(0) };
    const accepted = await visitor.post(pathname, own, from);
    must(accepted.status === 303, `accepted: ${accepted.status} ${accepted.text}`);
    // The sign-in needs the app's next code, half a minute later, because the invitation has used the present code.
    const fields = { city, name: 'proof', password: PASSWORD, code: codeAfter(30) };
    const isIn = await visitor.post('/sign-in', fields, from);
    must(isIn.status === 303, `signed in: ${isIn.status} ${isIn.text}`);
    const folder = join(machine.root, PAGES);
    const page = await visitor.get('/');
    must(page.status === 200 && page.text === readFileSync(join(folder, 'index.html'), 'utf8'), `${page.status}`);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .filter((name) => name !== 'index.html');
    let size = 0;
    for (const name of files) {
      const answer = await fetch(`${staffUrl}/${name}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      must(answer.status === 200 && bytes.equals(readFileSync(join(folder, name))), `${name}: ${answer.status}`);
      size += bytes.length;
    }
    must(
      files.some((name) => name.endsWith('.js')),
      files.join(' '),
    );
    const kiosks = await visitor.order('listKiosks');
    must(kiosks.status === 200, JSON.stringify(kiosks));
    return `${files.length} files, ${Math.round(size / 1_024)} kB; a list of its kiosks by the session`;
  });
}

async function proveLife(proof: Proof, bench: Bench): Promise<void> {
  const { machine } = bench;
  await proof.promise('a replica that is killed is started again', async () => {
    const before = pidOf(machine);
    const isAnother = `pid=$(systemctl show --property MainPID --value ${UNIT}); [ "$pid" != 0 ] && [ "$pid" != ${before} ]`;
    const line = `systemctl kill --signal=KILL ${UNIT}; until ${isAnother}; do sleep 0.05; done`;
    return `ready ${await msToReady(bench, line)} ms after the kill`;
  });
  await proof.promise('it waits for a database that is away, and serves when it is back', async () => {
    machine.must(`systemctl stop ${UNIT} && systemctl stop postgresql@17-main && systemctl start ${UNIT}`);
    await machine.until(`journalctl --unit ${UNIT} --lines 5 --output cat | grep -q waiting-for-database`);
    const took = await msToReady(bench, 'systemctl start postgresql@17-main');
    return `ready ${took} ms after the database was ordered`;
  });
  await proof.promise('after a power cut it comes up by itself', async () => {
    await machine.cutPower();
    await machine.boot();
    return `ready ${await msToReady(bench, 'true')} ms after the first process`;
  });
  await proof.promise('an upgrade restarts it', async () => {
    const before = pidOf(machine);
    await msToReady(bench, `${INSTALL} --reinstall`);
    must(pidOf(machine) !== before, 'it is the same process');
    return 'another process, ready';
  });
}

/** Proves the centre behind pgbouncer, with the `pgbouncer.ini` of the image that the compose file runs. */
async function provePool(proof: Proof, bench: Bench): Promise<void> {
  const { machine } = bench;
  await proof.promise('it works by pgbouncer in transaction mode, with the image’s own file', async () => {
    machine.must('apt-get install --yes --no-install-recommends pgbouncer && systemctl stop pgbouncer');
    machine.copyIn(join(repositoryRoot, 'src-central', 'operation', 'image', 'pgbouncer.ini'), '/srv/pgbouncer.ini');
    const word = crypto.randomUUID();
    machine.write('/srv/role.sql', `CREATE ROLE torn LOGIN PASSWORD '${word}' IN ROLE "torn-central";\n`);
    machine.must('su postgres -c "psql --quiet --file /srv/role.sql"');
    machine.must("sed -i '1i local all torn scram-sha-256' /etc/postgresql/17/main/pg_hba.conf");
    machine.must('systemctl reload postgresql@17-main');
    machine.must('install --directory --owner=postgres /run/pgbouncer /run/secrets');
    machine.write('/run-userlist', `"torn" "${word}"\n`);
    machine.must('install --owner=postgres --mode=0440 /run-userlist /run/secrets/userlist.txt && rm /run-userlist');
    machine.must('systemd-run --quiet --unit pool -p User=postgres -- /usr/sbin/pgbouncer /srv/pgbouncer.ini');
    await machine.until('test -S /run/pgbouncer/.s.PGSQL.5432');
    const url = `postgres://torn:${word}@localhost/torn?host=%2Frun%2Fpgbouncer`;
    machine.must(`umask 077; echo '${url}' > ${CREDENTIALS}/torn-central.database-url`);
    await msToReady(bench, `systemctl restart ${UNIT}`);
    const log = machine.must('journalctl --unit pool --output cat --no-pager');
    must(log.includes('login attempt: db=torn user=torn'), log);
    must(machine.must('torn-central migrate').includes('up to date'), 'a command does not reach it');
    return 'ready, and so is a command';
  });
}

async function proveRemoval(proof: Proof, { machine }: Bench): Promise<void> {
  await proof.promise('removal ends it, and leaves credentials, settings and data', () => {
    machine.must('apt-get remove --yes torn-central');
    must(machine.sh('pgrep -u torn-central').status !== 0, 'something of it still runs');
    must(machine.sh('test -e /usr/lib/torn-central').status !== 0, 'the program is still there');
    machine.must(`ls ${SETTINGS}`);
    return machine.must(`ls ${CREDENTIALS}`).replaceAll('\n', ' ');
  });
  await proof.promise('purge keeps the keys where nobody can be asked', () => {
    machine.must('apt-get purge --yes torn-central');
    must(machine.sh('test -e /etc/torn-central').status !== 0, 'its settings are still there');
    return machine.must(`ls ${CREDENTIALS}/torn-central.key`);
  });
  await proof.promise('purge deletes them where the answer is yes', () => {
    machine.must(INSTALL);
    machine.must('echo "torn-central torn-central/purge-keys boolean true" | debconf-set-selections');
    machine.must('apt-get purge --yes torn-central');
    must(machine.sh(`ls ${CREDENTIALS} | grep torn-central`).status !== 0, machine.sh(`ls ${CREDENTIALS}`).output);
    return machine.must('su postgres -c "psql -Atc \'SELECT count(*) FROM audit\' torn"').concat(' rows of audit left');
  });
}

await proveInDebian(deb, async (proof, machine, keepArchives) => {
  machine.copyIn(deb, '/srv/torn-central.deb');
  await machine.boot();
  try {
    machine.must('apt-get update --quiet=2');
    const at = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`;
    await proveAll(proof, { machine, url: await at(), staffUrl: await at() });
    keepArchives();
  } finally {
    await machine.cutPower();
  }
});
