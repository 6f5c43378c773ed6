// Usage: npm run reliability -- [--only PART] [--n COUNT] [--seed SEED] [--from CASE] [--trace]. Tries the promises of the README with
// random faults. One JSON line per part; exit code 1 if a promise was broken or a planted fault was not noticed.
import { parseArgs } from 'node:util';
import type { PartReport } from './part.ts';
import { PARTS } from './parts.ts';

const USAGE = `usage: npm run reliability -- [--only ${Object.keys(PARTS).join('|')}] [--n COUNT] [--seed SEED] [--from CASE] [--trace]`;
const DEFAULT_COUNT = 1_000;
const DEFAULT_COUNTS: Readonly<Record<string, number>> = {
  kill: 100,
  power: 500,
  'power-disk': 500,
  'full-disk': 10,
  corrupt: 100,
  rot: 100,
  clock: 20,
  centre: 100,
  cluster: 20,
  backup: 3,
  visits: 2_000,
  'spoken-visits': 2_000,
  'first-run': 20,
  twin: 100,
  'twin-centre': 7,
};

function readWhole(name: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least) return value;
  console.error(`--${name} must be a whole number from ${least}, not ${text}\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        n: { type: 'string' },
        from: { type: 'string' },
        seed: { type: 'string' },
        trace: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch {
    console.error(USAGE);
    process.exit(2);
  }
}

const isGood = ({ violations, control }: PartReport) => violations === 0 && control.caught === control.planted;

const values = readArguments();
const seed = readWhole('seed', values.seed ?? '1', 0);
const from = readWhole('from', values.from ?? '0', 0);
const names = values.only === undefined ? Object.keys(PARTS) : [values.only];
for (const name of names) {
  const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (part === undefined) {
    console.error(`there is no part ${name}\n${USAGE}`);
    process.exit(2);
  }
  const n = readWhole('n', values.n ?? String(DEFAULT_COUNTS[name] ?? DEFAULT_COUNT), 1);
  const startedMs = performance.now();
  const report = await part({
    n,
    from,
    seed,
    trace: values.trace,
    progress: (line) => console.error(`${name}: ${line}`),
  });
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  console.log(JSON.stringify({ part: name, n, seed, ...report, seconds }));
  if (!isGood(report)) process.exitCode = 1;
}
