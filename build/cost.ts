import { appendFileSync, readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

function readStat(pid: string): { parent: number; ticks: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    // Fields 11 to 14 are user and system time, first of the process, then of its children that have ended.
    return { parent: fields[1] ?? 0, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) };
  } catch {
    return null;
  }
}

/** Returns user and system seconds of a process and its descendants, including those that have ended and been waited for. */
export function treeSeconds(root: number): number {
  const children = new Map<number, number[]>();
  const ticks = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(name) : null;
    if (stat === null) continue;
    ticks.set(Number(name), stat.ticks);
    children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(name)]);
  }
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, child) => total + sum(child), ticks.get(pid) ?? 0);
  return sum(root) / TICKS_PER_SECOND;
}

/** Adds a row to the file that `npm test -- --cost` reads; does nothing without that option. */
export function noteCost(name: string, seconds: number): void {
  const file = process.env.TORN_COST_FILE;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, seconds })}\n`);
}

/** `lines` are the rows of a cost file. The result has the sum first, then the highest costs. */
export function costTable(lines: string): string {
  const rows = lines
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { name: string; seconds: number }]));
  const sum = rows.reduce((total, { seconds }) => total + seconds, 0);
  const sorted = rows.toSorted((one, other) => other.seconds - one.seconds);
  return [{ name: 'processor seconds', seconds: sum }, ...sorted]
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(8)} ${name}`)
    .join('\n');
}
