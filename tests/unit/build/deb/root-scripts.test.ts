import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../../build/runtime.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { foldersOfOthers, names, type PackagePlaces, rootScripts, rootUnitLines } from './root-scripts.ts';

const placesOf = (folder: string): PackagePlaces => ({ root: join(folder, 'root'), control: join(folder, 'control') });
const KIOSK = placesOf(join(repositoryRoot, 'build', 'deb'));
/** Folders that an image adds to a kiosk's package; dpkg runs none of their scripts. */
const IMAGE = join(repositoryRoot, 'build', 'image', 'root');
const CENTRE = placesOf(join(repositoryRoot, 'build', 'centre-deb'));

/** Lines that are safe whatever name another user creates in its own folder, each with the reason. */
const SAFE: readonly [pattern: RegExp, because: string][] = [
  [/\bas_torn\b|-p User=/, 'the owner’s own rights'],
  [/^\w+=\S+$|^set -- |^\$bin\/try-on-copy /, 'a word alone'],
  [/^install -d (-m \d+ )?-o \w+ (-g \w+ )?"[^"]+"$/, 'the folder itself, in a folder of root’s, where nothing is'],
  [/^rm -rf (?!.*\/\S*\/\*)/, 'rm goes into no link'],
  [/\bdd if=.*\biflag=nofollow,nonblock\b/, 'one open that follows no link and waits for no pipe'],
  [/^for file in "\$kept"\/incoming\/\*\.deb; do$/, 'names alone'],
  [
    /^\(cd "\$kept\/incoming" && apt-get /,
    'apt fetches as its own user, and opens what it has fetched with O_NOFOLLOW',
  ],
  [/^PathChanged=|^echo '[^']*' >&2$/, 'nothing is opened'],
];

/** Lines that root runs and that touch another user's folder in an unsafe way. */
const broken = (places: PackagePlaces): string[] => {
  const folders = foldersOfOthers(places);
  return [...rootScripts(places), ...rootUnitLines(places)].flatMap((line) => {
    const folder = folders.find((one) => names(line, one));
    if (folder === undefined || SAFE.some(([pattern]) => pattern.test(line.line))) return [];
    return [`${line.file}: ${line.line}: ${folder.folder} is ${folder.owner}’s`];
  });
};

const copyPackageTo = (folder: string): void => {
  for (const name of ['root', 'control'])
    cpSync(join(repositoryRoot, 'build', 'deb', name), join(folder, name), { recursive: true });
};

const copyImageTo = (folder: string): PackagePlaces => {
  copyPackageTo(folder);
  cpSync(IMAGE, join(folder, 'root'), { recursive: true, verbatimSymlinks: true });
  return placesOf(folder);
};

describe('the shell that root runs', () => {
  it.each([
    [
      'a kiosk',
      KIOSK,
      ['/run/torn', '/var/cache/torn/packages/incoming', '/var/lib/torn', '/var/lib/torn-update/copy'],
    ],
    ['the centre', CENTRE, ['/var/cache/torn-central']],
  ])('opens no name in another user’s folder, at %s', (_where, places, folders) => {
    expect(
      foldersOfOthers(places)
        .map(({ folder }) => folder)
        .toSorted(),
    ).toEqual(folders);
    expect(rootScripts(places).length).toBeGreaterThan(10);
    expect(broken(places)).toEqual([]);
  });

  it.each([
    ['try-on-copy', 'said=$copy/said\n: > "$said"'],
    ['try-on-copy', 'grep -q ready "$copy/said"'],
    ['try-on-copy', 'tar -C "$2" -xf -'],
    ['update', 'mv "$kept"/incoming/*.deb "$kept/$new.deb"'],
    ['update', 'cat /run/torn/light'],
    ['update', 'mkdir -p /srv/given\nchown torn:torn /srv/given\ncp "$kept/$new.deb" /srv/given'],
    ['count-start', 'echo 1 > /var/lib/torn/starts'],
    ['back', 'rm -rf "$data"/journal/*'],
    ['light', 'head -c 5 "$said"'],
  ])('with such a line in %s would be found: %s', (script, lines) => {
    const folder = temporaryFolder();
    copyPackageTo(folder);
    appendFileSync(join(folder, 'root/usr/lib/torn/bin', script), `\n${lines}\n`);
    expect(broken(placesOf(folder))).toContainEqual(
      expect.stringContaining(`${script}: ${lines.split('\n').at(-1) ?? ''}`),
    );
  });

  it('opens no name in another user’s folder in an image, and such a line would be found', () => {
    const places = copyImageTo(temporaryFolder());
    expect(broken(places)).toEqual([]);
    const unit = join(places.root, 'usr/lib/systemd/system/torn-image@.service');
    appendFileSync(unit, 'ExecStartPre=/usr/bin/rm /var/lib/torn/torn.db\n');
    expect(broken(places)).toHaveLength(1);
  });

  it('with such a line in dpkg’s scripts or a unit would be found', () => {
    const folder = temporaryFolder();
    copyPackageTo(folder);
    appendFileSync(join(folder, 'control/postinst'), 'chmod 600 /var/lib/torn/torn.db\n');
    writeFileSync(
      join(folder, 'root/usr/lib/systemd/system/torn-new.service'),
      '[Service]\nExecStart=/usr/bin/touch /var/lib/torn/new\n',
    );
    expect(broken(placesOf(folder))).toHaveLength(2);
  });
});
