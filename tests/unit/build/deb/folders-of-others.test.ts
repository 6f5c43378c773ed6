import { afterAll, describe, expect, it } from 'vitest';
import { LEFT_BY_ROOT, openInstalledMachine, whyNoMachine } from './installed-machine.ts';

const why = whyNoMachine();
const BIN = '/usr/lib/torn/bin';

/**
 * Shell lines that put a package into a repository. The package's core reports that it is ready and prints the office's name, as a real
 * core does.
 */
const REPOSITORY = `
stage=/tmp/stage
mkdir -p $stage/DEBIAN $stage/usr/lib/torn/app/resources/node /srv/repository
cat > $stage/usr/lib/torn/app/resources/node/node <<'END'
#!/bin/sh
[ "$(id -un)" = torn ] || { echo not torn; exit 1; }
echo '{"push":"ready"}'
cat "$3/office"
cat > /dev/null
END
chmod 755 $stage/usr/lib/torn/app/resources/node/node
for version in 1.0 1.1; do
  printf 'Package: torn-test\\nVersion: %s\\nArchitecture: %s\\nMaintainer: t <t@t.invalid>\\nDescription: t\\n' $version "$(dpkg --print-architecture)" > $stage/DEBIAN/control
  dpkg-deb --root-owner-group -Znone --build $stage /srv/repository/$version.deb > /dev/null
done
mkdir -p /var/lib/torn-update/next && dpkg-deb --extract /srv/repository/1.1.deb /var/lib/torn-update/next
echo 1.0 > /tmp/version
as() { user=$1; shift; setpriv --reuid $user --regid $user --clear-groups "$@"; }
as torn sh -c 'echo "* * * * * root id" > /var/lib/torn/office'
# From the home of an administrator, which nobody else enters.
chmod 700 /root; cd /root
`;

/** Stand-ins for apt and dpkg. The user `_apt` downloads, and afterwards runs the script `/tmp/prepared` if a test has made one. */
const APT: Readonly<Record<string, string>> = {
  'apt-get': `#!/bin/sh
look
case "$*" in
  *download*)
    setpriv --reuid _apt --regid nogroup --clear-groups cp "/srv/repository/\${*##*=}.deb" .
    [ ! -e /tmp/prepared ] || setpriv --reuid _apt --regid nogroup --clear-groups sh -eu /tmp/prepared
    look ;;
  *install*) echo 1.1 > /tmp/version ;;
esac
`,
  'apt-cache': `#!/bin/sh
case "$*" in
  *madison*) echo 'torn-test | 1.1 | ./ Packages' ;;
  *policy*) echo '  Candidate: 1.1' ;;
  *show*) echo "SHA256: $(sha256sum "/srv/repository/\${*##*=}.deb" | cut -d' ' -f1)"; echo 'Installed-Size: 1' ;;
esac
`,
  'dpkg-query': '#!/bin/sh\ncat /tmp/version\n',
};

describe.skipIf(why !== null)(`what root runs at a kiosk${why === null ? '' : ` (${why})`}`, () => {
  const machine = openInstalledMachine();
  afterAll(() => machine.close());
  const TRY = `${BIN}/try-on-copy /var/lib/torn-update/next /var/lib/torn-update/copy && echo taken`;
  const UPDATE = `${BIN}/update --now && echo updated || echo "not updated: $?"`;

  it('tries a version on a copy that the kiosk’s user owns whole, and leaves no file of root’s there', () => {
    const { output } = machine.run(`${REPOSITORY}
${TRY}
find /var/lib/torn-update/copy ! -user torn
cat /var/lib/torn-update/copy/office
${LEFT_BY_ROOT}`);
    expect(output).toBe('taken\n* * * * * root id\n');
  });

  it('writes nothing through a link in the data', () => {
    const { output } = machine.run(`${REPOSITORY}
echo sound > /srv/of-root/sound
for name in said log ended; do
  as torn ln -s /srv/of-root/$name /var/lib/torn/$name
  as torn ln -s /srv/of-root/sound /var/lib/torn/copy.$name
done
${TRY} || true
ls /srv/of-root; cat /srv/of-root/sound
${LEFT_BY_ROOT}`);
    expect(output).toBe('taken\nsound\nsound\n');
  });

  it('writes nothing through a link that appears in the copy while root makes it', () => {
    const tar = `#!/bin/sh
for name in said log ended ready; do
  setpriv --reuid torn --regid torn --clear-groups ln -s /srv/of-root/$name /var/lib/torn-update/copy/$name 2> /dev/null || true
done
exec /usr/bin/tar "$@"
`;
    const { output } = machine.run(`${REPOSITORY}\n${TRY}\nls /srv/of-root\n${LEFT_BY_ROOT}`, { tar });
    expect(output).toContain('taken\n');
    expect(output).not.toMatch(/^(said|log|ended|ready)$/m);
    expect(output).not.toContain('left by root');
  });

  it('copies no file that root alone may read', () => {
    const { output } = machine.run(`${REPOSITORY}
echo secret > /root/secret; chmod 600 /root/secret
as torn ln -s /root /var/lib/torn/folder
as torn ln -s /root/secret /var/lib/torn/secret
${TRY}
find /var/lib/torn-update/copy -type f`);
    expect(output).toBe('taken\n/var/lib/torn-update/copy/office\n');
  });

  it('reads no file of root’s through a link in place of the allowed version', () => {
    expect(
      machine.run(`${REPOSITORY}
echo 1.0 > /root/secret; chmod 600 /root/secret
as torn ln -s /root/secret /var/lib/torn/allowed-version
. ${BIN}/update-words
version_allowed || echo none`).output,
    ).toBe('none\n');
  });

  it('updates at night from download to installation, and leaves no file of root’s in another user’s folder', () => {
    const { output } = machine.run(
      `${REPOSITORY}\n${UPDATE}\nls /var/lib/torn-update /var/cache/torn/packages\n${LEFT_BY_ROOT}`,
      APT,
    );
    expect(output).toMatch(/^updated: 1\.0 to 1\.1\nupdated$/m);
    expect(output).not.toContain('left by root');
    expect(output).toMatch(/\/var\/cache\/torn\/packages:\n1\.0\.deb\n1\.1\.deb\n/);
    expect(output).not.toMatch(/^copy/m);
  });

  it('deletes the copy of the data that a power cut has left, also when there is no newer version', () => {
    const { output } = machine.run(
      `${REPOSITORY}
mkdir -p /var/lib/torn-update/copy
echo tickets > /var/lib/torn-update/copy/torn.db; echo out > /var/lib/torn-update/copy.said
echo 1.1 > /tmp/version
${UPDATE}
ls /var/lib/torn-update | grep -E '^(copy|next)' || echo none`,
      APT,
    );
    expect(output).toMatch(/no version newer than 1\.1\nupdated\nnone\n$/);
  });

  it.each([
    ['a link to a file of root’s', 'ln -s /srv/secret.deb'],
    ['a link to the package itself', 'ln -s /srv/repository/1.1.deb'],
    ['a pipe that never ends', 'mkfifo'],
    ['a package that nobody signed', 'cp /srv/other.deb'],
    ['a folder', 'mkdir'],
    ['nothing', ':'],
  ])('refuses what apt’s user puts in place of the package: %s', (_what, makes) => {
    const { output } = machine.run(
      `${REPOSITORY}
cp /srv/repository/1.1.deb /srv/secret.deb; chmod 600 /srv/secret.deb
cp /srv/repository/1.0.deb /srv/other.deb
install -D /srv/repository/1.0.deb /var/cache/torn/packages/1.0.deb
echo 'rm 1.1.deb; ${makes} ./1.1.deb' > /tmp/prepared
${UPDATE}
cat /tmp/version; ls /var/cache/torn/packages
${LEFT_BY_ROOT}`,
      APT,
    );
    expect(output).toMatch(/(?:^|\n)refused: 1\.1 could not be fetched whole\nnot updated: 1\n1\.0\n1\.0\.deb\n$/);
  });

  it('ignores a link in place of the word that the screen is dark', () => {
    const { output } = machine.run(`
mkdir -p /tmp/root/sys/class/backlight/one /tmp/root/run; echo 4 > /tmp/root/sys/class/backlight/one/bl_power
install -d -o torn -g torn /tmp/root/run/torn
echo dark > /root/dark; chmod 600 /root/dark
setpriv --reuid torn --regid torn --clear-groups ln -s /root/dark /tmp/root/run/torn/light
${BIN}/light /tmp/root; cat /tmp/root/sys/class/backlight/one/bl_power`);
    expect(output).toBe('0\n');
  });

  /**
   * A stand-in for `mount`, which mounts a file system in memory and prints to which file systems and options the call is limited. With
   * `-t`, mounting `/dev/ext1` fails; without `-t`, the kernel would try every file system that it knows.
   */
  const MOUNT = `#!/bin/sh
case "$*" in *'-t '*/dev/ext1*) exit 32 ;; esac
[ "$*" = "\${*#*vfat,exfat}" ] || echo "only FAT and exFAT"
case "$*" in *nosuid,nodev,noexec,nosymfollow,*,ro' '*) echo read only ;; esac
for place; do :; done
exec /usr/bin/mount -t tmpfs none "$place"
`;
  const TECHNICIAN_ONCE = `#!/bin/sh
{ find /run/torn-sticks -type f; grep -o ' /run/media/torn/[^ ]*' /proc/self/mountinfo; } >> /tmp/seen
[ ! -e /tmp/asked ] && : > /tmp/asked
`;
  const plugIn = (name: string): string =>
    machine.run(
      `mv /usr/local/sbin/technician-here ${BIN}/technician-here
${BIN}/stick ${name}
cat /tmp/seen
find /run/media/torn /run/torn-sticks -mindepth 1`,
      { mount: MOUNT, 'technician-here': TECHNICIAN_ONCE },
    ).output;

  it('mounts a memory stick only with FAT or exFAT, and only while a technician is there', () => {
    const once = ' /run/media/torn/fat1\n';
    expect(plugIn('fat1')).toBe(`only FAT and exFAT\nread only\n${once}${once}`);
  });

  it('mounts no other file system, on which an attacker may have prepared links, and notes that for the kiosk', () => {
    expect(plugIn('ext1')).toBe('/run/torn-sticks/ext1\n/run/torn-sticks/ext1\n');
  });
});
