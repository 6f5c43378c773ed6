import { join } from 'node:path';
import { endingWithUs, type Program, startProgram } from './processes.ts';
import { pinnedNode, repositoryRoot } from './runtime.ts';

/** The profile of the virtual printer, for the kiosk and for the simulator. */
export const VIRTUAL_PROFILE = 'torn-virtual';

export interface VirtualPrinter {
  program: Program;
  port: number;
  /** Port of the page that shows the paper. */
  http: number;
}

/**
 * Starts the virtual printer on free ports. Its papers go to `folder` as PNG. With a name in `announce` it can be found over multicast DNS.
 * Throws if it ends before it listens.
 */
export async function startVirtualPrinter(folder: string, announce: string | null = null): Promise<VirtualPrinter> {
  const script = join(repositoryRoot, 'hardware', 'simulator', 'main.ts');
  const profile = join(repositoryRoot, 'config', 'printers', `${VIRTUAL_PROFILE}.json`);
  const words = [
    script,
    '--profile',
    profile,
    '--port',
    '0',
    '--http',
    '0',
    '--out',
    folder,
    ...(announce === null ? [] : ['--announce', announce]),
  ];
  const [command, args] = endingWithUs(pinnedNode, words);
  const program = startProgram(command, args, process.env);
  const said: string[] = [];
  const listening = new Promise<{ port: number; http: number }>((resolve) => {
    program.onLine((line) => {
      said.push(line);
      const ports = readListening(line);
      if (ports) resolve(ports);
    });
  });
  const ports = await Promise.race([listening, program.ended]);
  if (typeof ports === 'number') throw new Error(`the virtual printer ended with ${ports}:\n${said.join('\n')}`);
  return { program, ...ports };
}

function readListening(line: string): { port: number; http: number } | null {
  if (!line.startsWith('{')) return null;
  const { event, port, http } = JSON.parse(line) as { event?: unknown; port?: unknown; http?: unknown };
  return event === 'listening' && typeof port === 'number' && typeof http === 'number' ? { port, http } : null;
}
