import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeCentreDeb } from '../../../../build/centre-deb/make-centre-deb.ts';
import { maintainerOf } from '../../../../build/deb/documents.ts';
import { pinnedNode } from '../../../../build/runtime.ts';
import { keyToPem, newSigningKey } from '../../../../src-main/signing/keys.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { COMMIT } from '../deb/small-package.ts';

const postgres = sharedPostgres();
const folder = mkdtempSync(join(tmpdir(), 'torn-centre-deb-'));
const root = join(folder, 'root');
const control = join(folder, 'control');
const UNIT = 'torn-central.service';
let deb: string;

beforeAll(async () => {
  // Packing the real Node would take as long as all the other steps.
  deb = await makeCentreDeb({ commit: COMMIT, into: join(folder, 'into'), node: '/bin/true' });
  execFileSync('dpkg-deb', ['--extract', deb, root]);
  execFileSync('dpkg-deb', ['--control', deb, control]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (...names: string[]): string => readFileSync(join(root, ...names), 'utf8');
const field = (name: string): string => execFileSync('dpkg-deb', ['--field', deb, name], { encoding: 'utf8' }).trim();

describe('the package of the centre', () => {
  it('needs only libraries that a machine without a screen has, and carries only the centre’s packages', () => {
    const depends = field('Depends').split(', ');
    expect(depends).toEqual(expect.arrayContaining(['libc6', 'ca-certificates', 'init-system-helpers']));
    const bom = JSON.parse(read('usr/share/doc/torn-central/sbom.cdx.json')) as { components: { name: string }[] };
    const names = bom.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['fastify', 'pg', 'zod', `node-linux-${process.arch}`]));
    for (const other of ['electron', 'better-sqlite3', '@electric-sql/pglite', '@napi-rs/canvas', 'serialport'])
      expect(names).not.toContain(other);
    for (const name of names.filter((each) => !each.startsWith('node-linux')))
      expect(read('usr/share/doc/torn-central/NOTICES')).toContain(`\n${name} `);
  });

  it('carries what a city needs to set its centre up, the program and its documents, and nothing else', () => {
    const contents = execFileSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8' }).trim().split('\n');
    const files = contents
      .map((line) => line.split(/\s+/).at(-1)?.slice(1) ?? '')
      .filter((name) => !name.endsWith('/'));
    const documents = '/usr/share/doc/torn-central';
    expect(files).toEqual(
      expect.arrayContaining([
        `${documents}/observation/alerts.yaml`,
        `${documents}/observation/dashboard.json`,
        `${documents}/changelog.gz`,
        `${documents}/operation/image/compose.yaml`,
        '/usr/share/torn-central/offices/oac-dido.json',
      ]),
    );
    const known =
      /^\/(?:etc\/torn-central|usr\/bin|usr\/lib\/(?:systemd|sysusers\.d|torn-central)|usr\/share\/(?:doc\/)?torn-central)\//;
    expect(files.filter((name) => !known.test(name) || /\.(?:ts|map)$|demonstration|mock/.test(name))).toEqual([]);
    const programs = files.filter((name) => /out\/central\/[^/]+\.js$/.test(name)).map((name) => read(name.slice(1)));
    expect(programs.some((text) => text.includes("'/sign-in'") || text.includes('"/sign-in"'))).toBe(true);
    // The link of the demonstration city, which signs in without a password, must not be in the package.
    expect(programs.filter((text) => text.includes('/demonstration/:code'))).toEqual([]);
  });

  it('names its maintainer and its version', () => {
    expect(maintainerOf({ DEBFULLNAME: 'Ciutat de Prova', DEBEMAIL: 'torn@prova.example' })).toBe(
      'Ciutat de Prova <torn@prova.example>',
    );
    expect(field('Maintainer')).toBe(maintainerOf());
    const changelog = gunzipSync(readFileSync(join(root, 'usr/share/doc/torn-central/changelog.gz'))).toString('utf8');
    const read = spawnSync('dpkg-parsechangelog', ['-l-', '-S', 'Version'], { input: changelog, encoding: 'utf8' });
    if (read.error === undefined) expect(read).toMatchObject({ status: 0, stdout: `${COMMIT.version}\n` });
    expect(changelog).toContain(`torn-central (${COMMIT.version}) `);
  });

  it('has no placeholder left, and its scripts parse in dash', () => {
    const scripts = ['postinst', 'prerm', 'postrm'].map((name) => join(control, name));
    const programs = [join(root, 'usr/bin/torn-central'), join(root, 'usr/lib/torn-central/bin/torn-central')];
    for (const file of [...scripts, ...programs]) {
      expect(readFileSync(file, 'utf8')).not.toMatch(/@[a-z]+@/);
      expect(spawnSync('dash', ['-n', file], { encoding: 'utf8' }).stderr).toBe('');
    }
    expect(read('usr/lib/torn-central/bin/torn-central')).toContain('--max-semi-space-size=');
  });

  it('has a unit that systemd accepts without a warning and rates below 2 for exposure', () => {
    const place = join(folder, 'verified');
    cpSync(root, place, { recursive: true });
    const system = 'usr/lib/systemd/system';
    cpSync(`/${system}`, join(place, system), { recursive: true, force: false, verbatimSymlinks: true });
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', `--root=${place}`, UNIT], {
      encoding: 'utf8',
    });
    expect(verified.stderr.split('\n').filter((line) => line.includes('torn-central'))).toEqual([]);
    const args = ['security', '--offline=yes', `--root=${place}`, '--threshold=20', '--no-pager', UNIT];
    const counted = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
    expect(counted.stdout + counted.stderr).toMatch(/Overall exposure level for torn-central.service: [01]\.\d/);
    expect(counted.status).toBe(0);
    execFileSync('systemd-sysusers', [`--root=${place}`, 'torn-central.conf'], { stdio: 'pipe' });
    expect(readFileSync(join(place, 'etc/passwd'), 'utf8')).toMatch(/^torn-central:.*:\/usr\/sbin\/nologin$/m);
  });

  it('has the same bytes when it is built again', async () => {
    const again = await makeCentreDeb({ commit: COMMIT, into: join(folder, 'again'), node: '/bin/true' });
    expect(readFileSync(again).equals(readFileSync(deb))).toBe(true);
  });

  it('says in its help how a real centre is started, and names neither npm nor the demonstration', () => {
    const { stdout } = spawnSync(pinnedNode, [join(root, 'usr/lib/torn-central/app/out/central/main.js'), 'help'], {
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^systemctl start torn-central {2,}a real centre\ntorn-central new-key FILE {2,}/);
    expect(stdout).not.toMatch(/npm run|demonstration/);
  });

  it('runs without the repository and takes database and key as credentials, never as arguments', async () => {
    const node = join(root, 'usr/lib/torn-central/node');
    rmSync(node);
    symlinkSync(pinnedNode, node);
    // The launcher contains the installed path, which the test replaces with its folder.
    const launcher = join(root, 'usr/lib/torn-central/bin/torn-central');
    writeFileSync(launcher, read('usr/lib/torn-central/bin/torn-central').replace('HERE=', `HERE=${root}`));
    const credentials = join(folder, 'credentials');
    mkdirSync(credentials, { mode: 0o700 });
    const databaseUrl = await postgres.newEmptyDatabase();
    writeFileSync(join(credentials, 'torn-central.database-url'), `${databaseUrl}\n`, { mode: 0o440 });
    writeFileSync(join(credentials, 'torn-central.key'), keyToPem(newSigningKey()), { mode: 0o440 });
    const env = { PATH: process.env.PATH, PORT: '0', CREDENTIALS_DIRECTORY: credentials };
    const migrated = spawnSync(launcher, ['migrate'], { env, cwd: folder, encoding: 'utf8' });
    expect(migrated).toMatchObject({ status: 0, stdout: 'The schema is up to date.\n' });
    const centre = spawn(launcher, [], { env, cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void centre.kill('SIGKILL'));
    const said = createInterface({ input: centre.stdout })[Symbol.asyncIterator]();
    let url: string | undefined;
    while (url === undefined) {
      const { value, done } = await said.next();
      expect(done).not.toBe(true);
      url = /listens at (\S+)$/.exec(String(value))?.[1];
    }
    const answer = await fetch(`${url}/health/ready`);
    expect([answer.status, await answer.text()]).toEqual([200, 'ready\n']);
    const argv = readFileSync(`/proc/${centre.pid}/cmdline`, 'utf8');
    expect(argv).toContain('out/central/main.js');
    expect(argv).not.toContain('postgres:');
    centre.kill('SIGTERM');
    expect(await once(centre, 'exit')).toEqual([0, null]);
    const helped = spawnSync(launcher, ['help'], { env, encoding: 'utf8' });
    expect([helped.status, helped.stdout.includes('torn-central migrate')]).toEqual([0, true]);
  });
});
