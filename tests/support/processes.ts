import { readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  pid: number;
  command: string;
}

/** Living processes whose environment holds `NAME=value` as they were started, wherever they went since. Linux only. */
export function processesWith(name: string, value: string): RunningProcess[] {
  const found: RunningProcess[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const environment = readFileSync(`/proc/${entry}/environ`, 'utf8').split('\0');
      // What waits to be reaped has no environment any more.
      if (!environment.includes(`${name}=${value}`)) continue;
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      found.push({ pid: Number(entry), command });
    } catch {
      // It ended while we looked, or is not ours to look at.
    }
  }
  return found;
}
