import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * A network for the machines of a cluster: a bridge, and for each machine a network namespace with a virtual cable to
 * the bridge.
 */
export interface MachineNetwork {
  range: string;
  addressOf(machine: number): string;
  namespaceOf(machine: number): string;
  cut(machine: number): void;
  mend(machine: number): void;
  /** Cuts the machines off from each other, but not from this computer. */
  part(): void;
  join(): void;
  processesOf(machine: number): number[];
  close(): void;
}

const ip = (...words: string[]): string =>
  execFileSync('ip', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

function removeAbandoned(): void {
  const isAbandoned = (pid = ''): boolean => !existsSync(`/proc/${pid}`);
  for (const [, link = '', pid] of ip('-o', 'link', 'show').matchAll(/^\d+: (torn(\d+)(?:v\d+)?)[:@]/gm))
    if (isAbandoned(pid)) ip('link', 'delete', link);
  for (const [, namespace = '', pid] of ip('netns', 'list').matchAll(/^(torn(\d+)-\d+)/gm))
    if (isAbandoned(pid)) ip('netns', 'delete', namespace);
}

/** The network's name contains this process's id, so that two processes can run side by side. */
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
      // The cables are deleted first: a TCP connection that is still closing keeps its namespace, and with it the cable, alive after the
      // namespace was deleted.
      for (const machine of all) ip('link', 'delete', cableOf(machine));
      for (const machine of all) ip('netns', 'delete', namespaceOf(machine));
      ip('link', 'delete', bridge);
    },
  };
}
