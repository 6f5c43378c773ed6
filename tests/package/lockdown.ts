import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { CONFINED, KEYS, STARTS } from './escapes-of-machine.ts';
import { ADDRESSES, GESTURES, PAGE_ESCAPES } from './escapes-of-page.ts';
import { openPage, UNIT, untilReady } from './kiosk-in-machine.ts';
import type { Bench } from './life.ts';
import type { Machine } from './machine.ts';
import { must, type Proof } from './proof.ts';

const PROGRAM = '/usr/lib/torn/app/torn-test';
const NODE = '/usr/lib/torn/app/resources/node/node';

interface Tried {
  all: number;
  open: string[];
}

const seen = ({ all, open }: Tried): string => {
  must(open.length === 0, `open: ${open.join(', ')} (of ${all})`);
  return `${all} of ${all} shut`;
};

/** Tries each way out of the installed kiosk, and reports how many are shut. */
export async function proveLockdown(proof: Proof, { machine }: Bench): Promise<void> {
  machine.must('apt-get install --yes --no-install-recommends wtype strace iputils-ping kmod');
  await untilReady(machine);
  let shut = 0;
  const count = async (promise: string, attempt: () => Promise<Tried> | Tried) =>
    proof.promise(promise, async () => {
      const tried = await attempt();
      shut += tried.all - tried.open.length;
      return seen(tried);
    });
  const { page, close } = await openPage(machine);
  const restarts = machine.must(`systemctl show -p NRestarts --value ${UNIT}`);
  await count('a page that was taken over gets nowhere', () => fromPage(page));
  await count('no address and no gesture leads away', () => away(page));
  await count('no key of a keyboard leads away', () => keys(machine, page));
  await close();
  await count('its user, confined as the kiosk is, changes nothing and becomes nobody', () => confined(machine));
  await count('no switch and no environment opens it', () => starts(machine));
  await proof.promise('it went on all the while', () => {
    must(machine.must(`systemctl show -p NRestarts --value ${UNIT}`) === restarts, 'it was started again');
    return `${shut} attempts shut`;
  });
}

async function fromPage(page: Page): Promise<Tried> {
  const heard: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    heard.push(url);
    response.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const there = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  // A request of the test proves that the listener works.
  await fetch(`${there}control`);
  must(heard.splice(0).join() === '/control', 'the control of the listener is silent');
  const open: string[] = [];
  for (const [name, attempt] of Object.entries(PAGE_ESCAPES))
    if (!(await page.evaluate(attempt, there).catch(() => true))) open.push(name);
  await page.waitForTimeout(500);
  server.close();
  if (heard.length > 0) open.push('somebody outside heard of it');
  return { all: Object.keys(PAGE_ESCAPES).length, open };
}

const standing = (page: Page): Promise<string> =>
  page.evaluate(() => [location.href, visualViewport?.scale, devicePixelRatio, innerWidth].join(' '));

/** The kiosk replaces a foreign page within this time, even an empty page, which loads without a request. */
const MENDED_MS = 5_000;

async function isBack(page: Page, before: string): Promise<boolean> {
  try {
    await expect.poll(() => standing(page).catch(() => 'another page'), { timeout: MENDED_MS }).toBe(before);
    return true;
  } catch {
    return false;
  }
}

async function away(page: Page): Promise<Tried> {
  const before = await standing(page);
  const open: string[] = [];
  const acts: [string, () => Promise<unknown>][] = [
    ...ADDRESSES.map((to): [string, () => Promise<unknown>] => [
      to,
      () =>
        page.evaluate((address) => {
          location.href = address;
        }, to),
    ]),
    ...Object.entries(GESTURES).map(([name, act]): [string, () => Promise<unknown>] => [name, () => act(page)]),
  ];
  for (const [name, act] of acts) {
    await act().catch(() => undefined);
    await page.waitForTimeout(150);
    const isThere = await isBack(page, before);
    if (!isThere || page.context().pages().length !== 1) open.push(name);
  }
  return { all: acts.length, open };
}

async function keys(machine: Machine, page: Page): Promise<Tried> {
  const press = (words: string) =>
    machine.sh(
      `setpriv --reuid torn --regid torn --init-groups env XDG_RUNTIME_DIR=/run/torn WAYLAND_DISPLAY=wayland-0 wtype -s 100 ${words}`,
    );
  // Tab, which the kiosk allows, moves the focus, and so proves that keys arrive at all.
  await page.evaluate(() => {
    const pressed: string[] = [];
    addEventListener('keydown', ({ key }) => pressed.push(key), true);
    Object.assign(window, { pressed });
  });
  const tabArrives = (): Promise<void> =>
    expect
      .poll(() => {
        press('-k Tab');
        return page.evaluate(() => (window as unknown as { pressed: string[] }).pressed.splice(0).includes('Tab'));
      })
      .toBe(true);
  await tabArrives();
  const before = await standing(page);
  const open: string[] = [];
  for (const [name, words] of Object.entries(KEYS)) {
    const { status, output } = press(words);
    if (status !== 0) open.push(`${name} could not be pressed: ${output}`);
    await page.waitForTimeout(100);
    const now = await standing(page).catch(() => 'another page');
    if (now !== before || page.context().pages().length !== 1) open.push(`${name} (${now})`);
  }
  await tabArrives();
  return { all: Object.keys(KEYS).length, open };
}

/** Tries shell commands in a copy of the kiosk's unit, with the same confinement. */
function confined(machine: Machine): Tried {
  const unit = machine
    .must(`cat /usr/lib/systemd/system/${UNIT}`)
    .replace(/^(Type|NotifyAccess|ExecStartPre|ExecStart|Watchdog\w+|Restart\w*|RuntimeDirectory)=.*\n/gm, '')
    .replace(
      '[Service]\n',
      '[Service]\nType=oneshot\nRuntimeDirectory=torn-attempt\nExecStart=/bin/sh /run/torn-attempt.sh\n',
    );
  machine.write('/etc/systemd/system/torn-attempt.service', unit);
  machine.must('systemctl daemon-reload');
  const succeeds = (line: string): boolean => {
    machine.must(`cat > /run/torn-attempt.sh <<'END'\n${line}\nEND\nchmod 755 /run/torn-attempt.sh`);
    const { status } = machine.sh('systemctl start torn-attempt.service');
    machine.sh('systemctl reset-failed torn-attempt.service');
    return status === 0;
  };
  // A command that may succeed, writing to the kiosk's data, proves that commands run at all.
  must(
    succeeds('touch /var/lib/torn/attempt && rm /var/lib/torn/attempt'),
    'the control of the confinement did not run',
  );
  const open = Object.entries(CONFINED).flatMap(([name, line]) => (succeeds(line) ? [name] : []));
  machine.must('rm -f /etc/systemd/system/torn-attempt.service && systemctl daemon-reload');
  return { all: Object.keys(CONFINED).length, open };
}

/**
 * Starts the program with each of `STARTS` beside the running kiosk. A start with forbidden arguments must end with code 3. Without this
 * refusal it would end only because it is a second instance, or because the data is in use. Then starts the program with environment
 * variables that would make it less secure; each must have no effect.
 */
function starts(machine: Machine): Tried {
  const asTorn =
    'setpriv --reuid torn --regid torn --init-groups env HOME=/run/torn XDG_RUNTIME_DIR=/run/torn WAYLAND_DISPLAY=wayland-0';
  const open: string[] = [];
  for (const word of STARTS) {
    const { status, output } = machine.sh(
      `${asTorn} timeout 20 ${PROGRAM} --data=/var/lib/torn --ozone-platform=wayland '${word}'`,
    );
    if (status !== 3 || !/will not start with/.test(output)) open.push(`${word} (${status})`);
  }
  const environments: readonly [name: string, line: string, isOpen: RegExp][] = [
    ['run-as-node', `ELECTRON_RUN_AS_NODE=1 timeout 20 ${PROGRAM} -e 'console.log("esc"+"aped")'`, /escaped/],
    [
      'its sandbox off',
      `ELECTRON_DISABLE_SANDBOX=1 timeout 20 ${PROGRAM} --data=/var/lib/torn --ozone-platform=wayland`,
      /"event":"shell-started"/,
    ],
    [
      'a module first',
      `NODE_OPTIONS='--require /tmp/escape.cjs' timeout 20 ${PROGRAM} --data=/var/lib/torn --ozone-platform=wayland`,
      /escaped/,
    ],
  ];
  machine.must(`echo 'console.log("esc" + "aped")' > /tmp/escape.cjs`);
  // A plain Node loads the module and so proves that the module reports its loading.
  must(
    /escaped/.test(machine.must(`NODE_OPTIONS='--require /tmp/escape.cjs' ${NODE} -e 0`)),
    'the control of the module is silent',
  );
  for (const [name, line, isOpen] of environments)
    if (isOpen.test(machine.sh(`${asTorn} ${line}`).output)) open.push(name);
  return { all: STARTS.length + environments.length, open };
}
