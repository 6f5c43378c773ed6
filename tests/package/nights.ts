import { citizen } from '../support/citizen.ts';
import { goesDark } from './dark.ts';
import { openPage, UNIT, untilReady } from './kiosk-in-machine.ts';
import { type Bench, enterAsTechnician, ticket } from './life.ts';
import type { Machine } from './machine.ts';
import { must, type Proof } from './proof.ts';
import { numberOf } from './updates-in-machine.ts';

/** Proves the automatic work at night, and the restricted rights of a USB stick. */
export async function proveNights(proof: Proof, bench: Bench): Promise<void> {
  const { machine } = bench;
  await proof.promise('at night it starts afresh, and goes on with the numbers', () => restarts(bench));
  await proof.promise('it does not while somebody is there', () => staysInUse(machine));
  await proof.promise('a memory is there for a technician alone, read-only, and nothing on it runs', () =>
    stick(machine),
  );
  await proof.promise('a closed office’s screen goes dark at night, with its light, until somebody touches it', () =>
    goesDark(machine),
  );
  await proof.promise('Debian’s own updates come at night, and leave the kiosk’s package alone', () => debian(machine));
  await proof.promise('the journal stays within its bounds, and outlives a power cut', () => journal(machine));
}

const invocation = (machine: Machine): string => machine.must(`systemctl show -p InvocationID --value ${UNIT}`);

async function restarts(bench: Bench): Promise<string> {
  const { machine } = bench;
  const [before, was] = [await ticket(bench), invocation(machine)];
  machine.must('systemctl is-enabled torn-restart.timer torn-update.timer');
  const due = machine.must('systemctl show -p TimersCalendar --value torn-restart.timer');
  must(/04:00:00/.test(due), due);
  await machine.until('/usr/lib/torn/bin/nobody-here');
  machine.must('systemctl start torn-restart.service');
  await untilReady(machine);
  must(invocation(machine) !== was, 'it was not started again');
  const after = await ticket(bench);
  must(numberOf(after) === numberOf(before) + 1, `${before}, then ${after}`);
  return `${before}, then ${after}`;
}

async function staysInUse(machine: Machine): Promise<string> {
  const was = invocation(machine);
  const { page, close } = await openPage(machine);
  await citizen(page, 'ca').openEntry();
  await machine.until('/usr/lib/torn/bin/kiosk-says | grep -q in-use');
  machine.sh('systemctl start torn-restart.service');
  const result = machine.must('systemctl show -p Result --value torn-restart.service');
  await close();
  must(invocation(machine) === was && result === 'exec-condition', result);
  await machine.until('/usr/lib/torn/bin/nobody-here');
  return `the unit ended with ${result}`;
}

/** A USB stick of 64 MB, simulated by a file on a loop device. */
interface Memory {
  name: string;
  place: string;
  start(): void;
}

/**
 * Mounts a stick with the unit as it ships, except that the unit does not wait for udev to announce the stick,
 * because this machine has no udev that would.
 */
async function withMemory<T>(
  machine: Machine,
  [make, program]: readonly [make: string, program: string],
  prove: (memory: Memory) => Promise<T>,
): Promise<T> {
  const unit = machine.must('cat /usr/lib/systemd/system/torn-stick@.service');
  machine.write('/etc/systemd/system/torn-stick@.service', unit.replace(/^(BindsTo|After)=.*\n/gm, ''));
  const install = `apt-get update --quiet=2 && apt-get install --yes --no-install-recommends ${program} mount`;
  machine.must(`{ command -v ${make} && command -v losetup; } > /dev/null || { ${install}; }`);
  machine.must(
    `systemctl daemon-reload && rm -f /srv/stick.img && truncate -s 64M /srv/stick.img && ${make} /srv/stick.img`,
  );
  // The machine has no device nodes for loop devices.
  const nodes = ['loop-control c 10 237', ...Array.from({ length: 8 }, (_, no) => `loop${no} b 7 ${no}`)];
  for (const node of nodes) machine.sh(`mknod -m 660 /dev/${node}`);
  const device = machine.must('losetup --show --find /srv/stick.img');
  const name = device.replace('/dev/', '');
  try {
    machine.must(`mount ${device} /mnt && printf '#!/bin/sh\\n' > /mnt/run && chmod 755 /mnt/run && umount /mnt`);
    return await prove({
      name,
      place: `/run/media/torn/${name}`,
      start: () => void machine.sh(`systemctl start torn-stick@${name}.service`),
    });
  } finally {
    machine.sh(
      `systemctl stop torn-stick@${name}.service; losetup --detach ${device}; rm -f /etc/systemd/system/torn-stick@.service`,
    );
    machine.sh('systemctl daemon-reload');
  }
}

async function stick(machine: Machine): Promise<string> {
  const refused = await withMemory(machine, ['mkfs.ext4', 'e2fsprogs'], async ({ name, place, start }) => {
    const { page, close } = await openPage(machine);
    const person = await enterAsTechnician(page);
    await machine.until('/usr/lib/torn/bin/technician-here');
    start();
    await machine.until(`test -e /run/torn-sticks/${name}`);
    must(machine.sh(`mountpoint -q ${place}`).status !== 0, 'a memory with ext4 was mounted');
    await person.close();
    await machine.until(`! test -e /run/torn-sticks/${name}`);
    await close();
    return 'ext4 is not mounted, and the kiosk is told';
  });
  // Sold sticks have the file system vfat, which this computer's kernel may lack.
  if (!/\bvfat\b/.test(machine.must('cat /proc/filesystems'))) return `${refused}; this kernel knows no vfat`;
  return withMemory(machine, ['mkfs.vfat', 'dosfstools'], async ({ place, start }) => {
    start();
    must(machine.sh(`mountpoint -q ${place}`).status !== 0, 'mounted though no technician is there');
    const { page, close } = await openPage(machine);
    const person = await enterAsTechnician(page);
    await machine.until('/usr/lib/torn/bin/technician-here');
    start();
    await machine.until(`mountpoint -q ${place}`);
    const options = machine.must(`findmnt --noheadings --output OPTIONS ${place}`);
    must(
      ['ro', 'nosuid', 'nodev', 'noexec'].every((word) => options.split(',').includes(word)),
      options,
    );
    // These commands run as the kiosk's user in the mount namespace of its unit, and so have the kiosk's rights to
    // files.
    const asTorn = `nsenter --mount --target $(systemctl show -p MainPID --value ${UNIT}) setpriv --reuid torn --regid torn --init-groups`;
    machine.must(`${asTorn} cat ${place}/run`);
    must(machine.sh(`${asTorn} sh -c 'echo x > ${place}/written'`).status !== 0, 'it can be written to');
    must(machine.sh(`${asTorn} ${place}/run`).status !== 0, 'what is on it runs');
    await person.close();
    await machine.until(`! mountpoint -q ${place}`);
    await close();
    return `vfat, ${options}; gone when the technician left; ${refused}`;
  });
}

function debian(machine: Machine): string {
  machine.must('apt-get install --yes --no-install-recommends unattended-upgrades');
  const hours = ['apt-daily', 'apt-daily-upgrade'].map((name) => {
    const calendar = machine.must(`systemctl show -p TimersCalendar --value ${name}.timer`);
    must(/^\{ OnCalendar=\*-\*-\* 01:[04]0:00 ; [^{]*\}$/.test(calendar), calendar);
    return /01:\d\d/.exec(calendar)?.[0];
  });
  // Debian's automatic updater must not install a package with the kiosk's name, although apt itself would accept it.
  const dry = machine.sh('unattended-upgrade --dry-run --debug 2>&1');
  must(dry.status === 0 && /\^torn/.test(dry.output), dry.output.slice(-1_500));
  must(!/Packages that will be upgraded:.*torn/.test(dry.output), dry.output.slice(-1_500));
  machine.must('systemctl start apt-daily.service apt-daily-upgrade.service');
  const periodic = machine.must('apt-config dump APT::Periodic Unattended-Upgrade::Automatic-Reboot-Time');
  must(/Unattended-Upgrade "1"/.test(periodic) && /04:40/.test(periodic), periodic);
  return `at ${hours.join(' and ')}; both units ran; ^torn is left out`;
}

const MOST_MIB = 200;
const FLOODS = 6;

async function journal(machine: Machine): Promise<string> {
  // The machine restarts, as it does after an installation, because journald reads its limits only at its start.
  await machine.shutDown();
  await machine.boot();
  const line = 'head -c 30000 /dev/urandom | base64 -w 0; echo';
  const flood = `i=0; while [ $i -lt 1400 ]; do ${line}; i=$((i + 1)); done`;
  machine.write('/srv/flood.sh', `${flood}\n`);
  const runs = Array.from({ length: FLOODS }, (_, no) =>
    machine.run(`systemd-run --quiet --wait --collect --unit=flood-${no} sh /srv/flood.sh`),
  );
  for (const { status, output } of await Promise.all(runs)) must(status === 0, output);
  machine.must('journalctl --sync');
  const mib = Number(/take up ([\d.]+)M/.exec(machine.must('journalctl --disk-usage'))?.[1]);
  must(mib > MOST_MIB / 2 && mib <= MOST_MIB, machine.must('journalctl --disk-usage'));
  const boots = Number(machine.must('journalctl --list-boots --quiet | wc -l'));
  machine.must(`systemd-cat --identifier=before-the-cut echo here; journalctl --sync`);
  await machine.cutPower();
  await machine.boot();
  await untilReady(machine);
  must(/here/.test(machine.must('journalctl --identifier=before-the-cut --output=cat')), 'the line is gone');
  return `${mib} MB after ${Math.round((FLOODS * 1_400 * 40) / 1_024)} MB were said; ${boots} starts, and one more`;
}
