import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../../../build/runtime.ts';
import { UPDATE_RESULTS, UpdateLine } from '../../../../src-main/contract/shared/updates.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const SCRIPTS = join(repositoryRoot, 'build/deb/root/usr/lib/torn/bin');

/**
 * Runs the package's own scripts on a dpkg database in a folder, in which 1.0 is installed. There is no screen, and systemd is not the
 * first process.
 */
function machine() {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  const [bin, state, kept, root, tools] = [at('bin'), at('state'), at('kept'), at('root'), at('tools')];
  for (const made of [state, kept, join(root, 'var/lib/dpkg/updates'), join(root, 'var/lib/dpkg/info'), tools])
    mkdirSync(made, { recursive: true });
  for (const name of ['status', 'available']) writeFileSync(join(root, 'var/lib/dpkg', name), '');
  cpSync(SCRIPTS, bin, { recursive: true });
  for (const name of readdirSync(bin)) {
    const text = readFileSync(join(bin, name), 'utf8');
    const here = text
      .replaceAll('/usr/lib/torn/bin', bin)
      .replaceAll('/var/lib/torn-update', state)
      .replaceAll('/var/cache/torn/packages', kept)
      .replaceAll('@package@', 'torn-test');
    writeFileSync(join(bin, name), here);
  }
  const options = `--root=${root} --force-not-root --force-script-chrootless --force-unsafe-io --log=/dev/null`;
  writeFileSync(join(tools, 'dpkg'), `#!/bin/sh\nexec /usr/bin/dpkg ${options} "$@"\n`);
  writeFileSync(join(tools, 'dpkg-query'), `#!/bin/sh\nexec /usr/bin/dpkg-query --root=${root} "$@"\n`);
  // The stand-in reads the number of the kiosk's restarts, and whether it runs, from files that the test writes.
  writeFileSync(
    join(tools, 'systemctl'),
    `#!/bin/sh\ncase "$*" in *NRestarts*) cat ${at('restarts')} ;; *is-active*) exit "$(cat ${at('inactive')})" ;; esac\n`,
  );
  writeFileSync(at('restarts'), '0\n');
  writeFileSync(at('inactive'), '0\n');
  writeFileSync(join(tools, 'sleep'), `#!/bin/sh\necho "$1" >> ${at('slept')}\n`);
  // The stand-in copies the named files into `disk` if their folder is synced with them, because only then are they durable.
  const disk = at('disk');
  mkdirSync(disk);
  writeFileSync(
    join(tools, 'sync'),
    `#!/bin/sh\ncase " $* " in *" ${state} "*) for file; do [ -d "$file" ] || cp "$file" ${disk}/; done ;; esac\n`,
  );
  for (const name of readdirSync(tools)) chmodSync(join(tools, name), 0o755);
  const env = { ...process.env, PATH: `${tools}:${process.env.PATH}` };
  const sh = (line: string): string => execFileSync('sh', ['-c', line], { encoding: 'utf8', env, stdio: 'pipe' });
  const place = (name: string): string => join(state, name);
  const textOf = (name: string): string => (existsSync(place(name)) ? readFileSync(place(name), 'utf8') : '');
  for (const version of ['1.0', '1.1']) makeDeb(folder, kept, version);
  sh(`dpkg --install ${kept}/1.0.deb`);
  return {
    sh,
    kept,
    textOf,
    /** Writes the updater's state as it is right before dpkg runs. */
    begin: () => writeFileSync(place('unproven'), '1.0 1.1\n'),
    /** Runs the script that runs when the machine starts. Returns its output. */
    settle: (): string => spawnSync(join(bin, 'settle'), { env, encoding: 'utf8' }).stdout,
    back: (...words: string[]) => spawnSync(join(bin, 'back'), words, { env, encoding: 'utf8' }),
    test: () => spawnSync(join(bin, 'update-test'), { env, encoding: 'utf8' }),
    says(restarts: number, isRunning: boolean): void {
      writeFileSync(at('restarts'), `${restarts}\n`);
      writeFileSync(at('inactive'), isRunning ? '0\n' : '3\n');
    },
    secondsSlept: () => (existsSync(at('slept')) ? readFileSync(at('slept'), 'utf8').trim().split('\n').length : 0),
    onDisk: (name: string) => (existsSync(join(disk, name)) ? readFileSync(join(disk, name), 'utf8').trim() : ''),
    unproven: () => existsSync(place('unproven')),
    version: () => sh(`dpkg-query --show --showformat='\${Version} \${db:Status-Abbrev}' torn-test`).trim(),
    /** Leaves dpkg's state as if it had been killed halfway. */
    tear() {
      const file = join(root, 'var/lib/dpkg/status');
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace('install ok unpacked', 'install reinstreq half-installed'),
      );
    },
    refused: () => textOf('refused').trim(),
    ended: () =>
      textOf('ended')
        .trim()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => UpdateLine.parse(JSON.parse(line)))
        .map(({ from, to, result }) => `${from} ${to} ${result}`),
  };
}

function makeDeb(folder: string, kept: string, version: string): void {
  const stage = join(folder, `stage-${version}`);
  mkdirSync(join(stage, 'DEBIAN'), { recursive: true });
  mkdirSync(join(stage, 'usr/lib/torn'), { recursive: true });
  writeFileSync(join(stage, 'usr/lib/torn/version'), version);
  const control = `Package: torn-test\nVersion: ${version}\nArchitecture: all\nMaintainer: t <t@t.invalid>\nDescription: t\n`;
  writeFileSync(join(stage, 'DEBIAN/control'), control);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', stage, join(kept, `${version}.deb`)], {
    stdio: 'pipe',
  });
  rmSync(stage, { recursive: true });
}

function updating() {
  const kiosk = machine();
  kiosk.begin();
  return kiosk;
}

it('an update cut off by the power is undone and tried again, but refused the third time', () => {
  const kiosk = machine();
  for (const [night, refused] of [
    [1, ''],
    [2, ''],
    [3, '1.1'],
  ] as const) {
    kiosk.begin();
    kiosk.sh(`dpkg --unpack ${kiosk.kept}/1.1.deb`);
    kiosk.tear();
    kiosk.settle();
    expect([night, kiosk.version(), kiosk.refused(), kiosk.unproven()]).toEqual([night, '1.0 ii', refused, false]);
  }
  expect(kiosk.ended()).toEqual(Array.from({ length: 3 }, () => '1.0 1.1 power-cut'));
});

it('a power cut before dpkg changed anything leaves the old version and does not refuse the new one', () => {
  const kiosk = updating();
  expect(kiosk.settle()).toMatch(/^back: from 1\.1 to 1\.0/m);
  expect([kiosk.version(), kiosk.refused(), kiosk.unproven()]).toEqual(['1.0 ii', '', false]);
});

it('a version that the power left whole may prove itself, but is undone after repeated power cuts', () => {
  const kiosk = updating();
  kiosk.sh(`dpkg --unpack ${kiosk.kept}/1.1.deb`);
  for (const _ of [1, 2]) {
    kiosk.settle();
    expect([kiosk.version(), kiosk.unproven(), kiosk.ended()]).toEqual(['1.1 ii', true, []]);
  }
  kiosk.settle();
  expect([kiosk.version(), kiosk.refused(), kiosk.ended()]).toEqual(['1.0 ii', '1.1', ['1.0 1.1 power-cut']]);
});

it('a version that failed its proof is refused at once, even if the power fails while it is undone', () => {
  const kiosk = updating();
  kiosk.sh(`dpkg --install ${kiosk.kept}/1.1.deb`);
  // Undoing fails without the old package, so only the decision to undo is written.
  kiosk.sh(`mv ${kiosk.kept}/1.0.deb ${kiosk.kept}/away`);
  expect(kiosk.back('not-ready', 'it was not ready').status).not.toBe(0);
  expect([kiosk.version(), kiosk.refused(), kiosk.unproven()]).toEqual(['1.1 ii', '1.1', true]);
  kiosk.sh(`mv ${kiosk.kept}/away ${kiosk.kept}/1.0.deb`);
  expect(kiosk.settle()).toMatch(/^back: from 1\.1 to 1\.0: it was not ready/m);
  expect([kiosk.version(), kiosk.unproven(), kiosk.ended()]).toEqual(['1.0 ii', false, ['1.0 1.1 not-ready']]);
});

it('a refusal is on disk before the version is undone, so that no power cut lets it be tried again', () => {
  const kiosk = updating();
  kiosk.sh(`dpkg --install ${kiosk.kept}/1.1.deb`);
  kiosk.sh(`mv ${kiosk.kept}/1.0.deb ${kiosk.kept}/away`);
  expect(kiosk.back('not-ready', 'it was not ready').status).not.toBe(0);
  expect([kiosk.onDisk('refused'), kiosk.onDisk('undoing.draft')]).toEqual(['1.1', 'not-ready it was not ready']);
});

it.each([
  [2, 180],
  [3, 0],
  [4, 0],
])('a version that is not ready after %i restarts is undone after %i seconds', (restarts, seconds) => {
  const kiosk = updating();
  kiosk.sh(`dpkg --install ${kiosk.kept}/1.1.deb`);
  kiosk.says(restarts, false);
  expect(kiosk.test().stdout).toContain(`1.1 was not ready after ${seconds} s and ${restarts} new starts`);
  expect([kiosk.secondsSlept(), kiosk.version(), kiosk.ended()]).toEqual([seconds, '1.0 ii', ['1.0 1.1 not-ready']]);
});

it('a test that finds the old version does not take it for the new one', () => {
  const kiosk = updating();
  expect(kiosk.test().stdout).toMatch(/^back: /m);
  expect(kiosk.ended()).toEqual(['1.0 1.1 not-installed']);
});

it('the scripts report only results that the contract has', () => {
  const said = readdirSync(SCRIPTS).flatMap((name) => {
    const text = readFileSync(join(SCRIPTS, name), 'utf8');
    return [...text.matchAll(/(?:\bback"?|\brefuse|\bend_update) ([a-z]+(?:-[a-z]+)*) ["']/g)].map(([, word]) => word);
  });
  const units = readFileSync(join(repositoryRoot, 'build/deb/root/usr/lib/systemd/system/torn-back.service'), 'utf8');
  said.push(/bin\/back ([a-z-]+)/.exec(units)?.[1]);
  expect([...new Set(said)].toSorted()).toEqual(UPDATE_RESULTS.toSorted());
});
