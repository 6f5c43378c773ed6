import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pinnedNode } from '../../../build/runtime.ts';
import { whyNoMounts } from '../../support/machine.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SUPPORT = join(import.meta.dirname, '../../support');
const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--propagation', 'private'];
const NEEDED = ['NetworkManager', 'nmcli', 'dbus-daemon', 'ip', 'setpriv'];

/** The reason why the test's own NetworkManager cannot run here; `null`: it can. */
function whyNoNetworkManager(): string | null {
  const missing = NEEDED.find((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  return missing === undefined ? whyNoMounts() : `${missing} is not installed`;
}
const why = whyNoNetworkManager();

const HAND = { by: 'hand', address: '192.0.2.41/24', gateway: '192.0.2.1', names: ['192.0.2.2'] };

/** Carries out these commands as the kiosk's user, and returns the state and files of NetworkManager. */
function after(orders: readonly object[], isTechnicianHere: boolean) {
  const work = temporaryFolder();
  chmodSync(work, 0o755);
  if (isTechnicianHere) writeFileSync(join(work, 'technician'), '');
  const command = [pinnedNode, join(SUPPORT, 'set-network.ts'), JSON.stringify(orders)];
  const args = [...NAMESPACES, 'sh', join(SUPPORT, 'network-manager.sh'), work, ...command];
  const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
  const said = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  if (said.length < orders.length) throw new Error(stderr);
  const kept = readdirSync(join(work, 'kept')).map((name) => readFileSync(join(work, 'kept', name), 'utf8'));
  return { said, kept: kept.join('\n') };
}

test.skipIf(why !== null)(
  `the kiosk’s user sets a card with the real nmcli while a technician is signed in${why === null ? '' : ` (${why})`}`,
  () => {
    const { said, kept } = after([{ address: HAND }], true);
    expect(said).toMatchObject([
      {
        work: 'set',
        card: { state: 'up', by: 'hand', addresses: ['192.0.2.41/24'], gateway: '192.0.2.1', names: ['192.0.2.2'] },
      },
    ]);
    expect(kept).toContain('address1=192.0.2.41/24');
  },
);

test.skipIf(why !== null)(`without a technician polkit refuses the order${why === null ? '' : ` (${why})`}`, () => {
  const { said, kept } = after([{ address: HAND }], false);
  expect(said).toMatchObject([{ work: 'not-set', card: { by: 'dhcp', addresses: [] } }]);
  expect(kept).not.toContain('192.0.2.41');
});

test.skipIf(why !== null)(
  `a network that asks for an account and does not answer leaves the previous settings${why === null ? '' : ` (${why})`}`,
  () => {
    const entry = { by: 'account', user: 'quiosc', password: `a:b\\c #d%"'$x`, server: 'radius.exemple.cat' };
    const { said, kept } = after([{ address: HAND }, { entry }], true);
    expect(said[1]).toMatchObject({ work: 'not-let-in', card: { state: 'up', by: 'hand', account: null } });
    expect(kept).not.toContain('quiosc');
  },
);
