import { readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  pid: number;
  command: string;
}

/** Returns running processes that have `NAME=value` in their environment, which descendants inherit. Linux only. */
export function processesWith(name: string, value: string): RunningProcess[] {
  const found: RunningProcess[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const environment = readFileSync(`/proc/${entry}/environ`, 'utf8').split('\0');
      // A zombie has an empty environment.
      if (!environment.includes(`${name}=${value}`)) continue;
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      found.push({ pid: Number(entry), command });
    } catch {
      // The process has ended meanwhile or belongs to another user.
    }
  }
  return found;
}
