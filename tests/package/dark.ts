import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';
import { openPage, UNIT, untilReady, withSwitch } from './kiosk-in-machine.ts';
import type { Machine } from './machine.ts';
import { must } from './proof.ts';

const PANEL = '/srv/panel';
const POWER = `${PANEL}/sys/class/backlight/panel/bl_power`;
const DROP_IN = '/etc/systemd/system/torn-light.service.d';
const PATIENCE_MS = 300_000;

/**
 * Proves that the screen of a closed office goes dark at night and its backlight off, and that a touch brings both
 * back. The machine has no display, so files stand in for the backlight.
 */
export async function goesDark(machine: Machine): Promise<string> {
  const profile: object = JSON.parse(readFileSync(join(repositoryRoot, 'config/offices/demonstration.json'), 'utf8'));
  const week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const closed = { ...profile, hours: { week }, screen: { darkFrom: '00:00', darkTo: '24:00' } };
  machine.write('/srv/closed.json', JSON.stringify(closed));
  machine.must(`mkdir -p $(dirname ${POWER}) ${DROP_IN} && echo 0 > ${POWER} && ln -sfn /run ${PANEL}/run`);
  machine.write(
    `${DROP_IN}/panel.conf`,
    `[Service]\nReadWritePaths=${PANEL}\nExecStart=\nExecStart=/usr/lib/torn/bin/light ${PANEL}\n`,
  );
  try {
    return await withSwitch(machine, '--profile=/srv/closed.json', () => seeItDark(machine));
  } finally {
    machine.sh(`rm -rf ${DROP_IN}; systemctl daemon-reload; systemctl restart ${UNIT}`);
    await untilReady(machine);
  }
}

async function seeItDark(machine: Machine): Promise<string> {
  machine.must(`systemctl daemon-reload && systemctl restart ${UNIT}`);
  await untilReady(machine);
  await machine.until('/usr/lib/torn/bin/kiosk-says | grep -q night', PATIENCE_MS);
  await machine.until(`grep -qx 4 ${POWER}`);
  must(machine.sh('/usr/lib/torn/bin/nobody-here').status === 0, 'whoever restarts or updates takes it for in use');
  const { page, close } = await openPage(machine);
  await page.mouse.click(300, 300);
  await machine.until('/usr/lib/torn/bin/kiosk-says | grep -q closed');
  await machine.until(`grep -qx 0 ${POWER}`);
  await close();
  // From here on the test itself writes `dark` and `lit` to the file that the kiosk writes. The backlight must come on even after a failure
  // or the kiosk's end.
  machine.must(`echo dark > /run/torn/light`);
  await machine.until(`grep -qx 4 ${POWER}`);
  // If the backlight cannot be switched, systemd starts the service again.
  machine.must(`rm ${POWER} && mkdir ${POWER} && echo lit > /run/torn/light`);
  await machine.until('systemctl show -p NRestarts --value torn-light.service | grep -qv "^0$"');
  machine.must(`rmdir ${POWER} && echo 4 > ${POWER}`);
  await machine.until(`grep -qx 0 ${POWER}`);
  machine.must(`echo dark > /run/torn/light`);
  await machine.until(`grep -qx 4 ${POWER}`);
  machine.must(`systemctl stop ${UNIT}`);
  await machine.until(`grep -qx 0 ${POWER}`);
  return 'black and unlit after two minutes, lit by a touch, and when the kiosk ends';
}
