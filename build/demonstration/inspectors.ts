import { createServer } from 'node:net';
import { join } from 'node:path';
import { pinnedNode, repositoryRoot } from '../runtime.ts';
import type { Inspection } from './kiosk.ts';

export interface Inspectors {
  page: number;
  shell: number;
  core: number;
}

/** Chooses a port for each debugger: its usual port, or any free port if the usual port is taken. */
export async function chooseInspectors(): Promise<Inspectors> {
  return { page: await portNear(9222), shell: await portNear(9230), core: await portNear(9229) };
}

export function inspectionAt({ page, shell, core }: Inspectors): Inspection {
  return {
    args: [`--remote-debugging-port=${page}`, `--inspect=127.0.0.1:${shell}`],
    coreNode: join(repositoryRoot, 'build', 'demonstration', 'inspected-node.sh'),
    env: { TORN_TEST_BUILD: '1', TORN_DEV_NODE: pinnedNode, TORN_DEV_CORE_INSPECTOR: `127.0.0.1:${core}` },
  };
}

async function portNear(wanted: number): Promise<number> {
  return (await bind(wanted)) ?? (await bind(0)) ?? wanted;
}

function bind(port: number): Promise<number | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}
