import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A network of its own for machines on this one: a bridge, and a namespace at the end of a cable for each. */
export interface MachineNetwork {
  /** In CIDR. */
  range: string;
  addressOf(machine: number): string;
  namespaceOf(machine: number): string;
  /** Pulls the machine's cable. */
  cut(machine: number): void;
  mend(machine: number): void;
  /** Machines hear this one, and not each other. */
  part(): void;
  join(): void;
  /** Processes of a machine. */
  processesOf(machine: number): number[];
  close(): void;
}

const ip = (...words: string[]): string =>
  execFileSync('ip', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Of a process that had no time to remove its own. */
function removeAbandoned(): void {
  const isAbandoned = (pid = ''): boolean => !existsSync(`/proc/${pid}`);
  for (const [, link = '', pid] of ip('-o', 'link', 'show').matchAll(/^\d+: (torn(\d+)(?:v\d+)?)[:@]/gm))
    if (isAbandoned(pid)) ip('link', 'delete', link);
  for (const [, namespace = '', pid] of ip('netns', 'list').matchAll(/^(torn(\d+)-\d+)/gm))
    if (isAbandoned(pid)) ip('netns', 'delete', namespace);
}

/** Of this process: two of them stand beside each other. */
export function layNetwork(machines: number): MachineNetwork {
  removeAbandoned();
  const subnet = `10.213.${process.pid % 250}`;
  const bridge = `torn${process.pid}`;
  const namespaceOf = (machine: number): string => `${bridge}-${machine}`;
  const cableOf = (machine: number): string => `${bridge}v${machine}`;
  const addressOf = (machine: number): string => `${subnet}.${machine + 1}`;
  const all = Array.from({ length: machines }, (_, machine) => machine);
  ip('link', 'add', bridge, 'type', 'bridge');
  ip('address', 'add', `${subnet}.254/24`, 'dev', bridge);
  ip('link', 'set', bridge, 'up');
  for (const machine of all) {
    const namespace = namespaceOf(machine);
    ip('netns', 'add', namespace);
    ip('link', 'add', cableOf(machine), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    ip('link', 'set', cableOf(machine), 'master', bridge, 'up');
    ip('-n', namespace, 'address', 'add', `${addressOf(machine)}/24`, 'dev', 'eth0');
    ip('-n', namespace, 'link', 'set', 'eth0', 'up');
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
  }
  const setApart = (word: 'on' | 'off'): void => {
    for (const machine of all)
      execFileSync('bridge', ['link', 'set', 'dev', cableOf(machine), 'isolated', word], { stdio: 'pipe' });
  };
  return {
    range: `${subnet}.0/24`,
    addressOf,
    namespaceOf,
    cut: (machine) => void ip('link', 'set', cableOf(machine), 'down'),
    mend: (machine) => void ip('link', 'set', cableOf(machine), 'up'),
    part: () => setApart('on'),
    join: () => setApart('off'),
    processesOf: (machine) => ip('netns', 'pids', namespaceOf(machine)).trim().split('\n').filter(Boolean).map(Number),
    close() {
      // A connection that still ends keeps its namespace, and the cable with it.
      for (const machine of all) ip('link', 'delete', cableOf(machine));
      for (const machine of all) ip('netns', 'delete', namespaceOf(machine));
      ip('link', 'delete', bridge);
    },
  };
}
