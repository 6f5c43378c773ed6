// Usage: npm run bench -- [--only NAME] [--n N] [--json]. Each bench compares its figures with a baseline measured in the same run, or with
// a fixed number.
import { parseArgs } from 'node:util';
import { benchCalling } from './calling.ts';
import { benchCheckIn } from './check-in.ts';
import { benchCities } from './cities.ts';
import { benchCluster } from './cluster.ts';
import type { Figure } from './figures.ts';
import { benchFlood } from './flood.ts';
import { benchHash } from './hash.ts';
import { benchHours } from './hours.ts';
import { benchIngest } from './ingest.ts';
import { benchLive } from './live.ts';
import { benchPages } from './pages.ts';
import { benchPrinting } from './printing.ts';
import { benchScreen } from './screen.ts';
import { benchSignatures } from './signatures.ts';
import { benchSpeech } from './speech.ts';
import { benchTicket } from './ticket.ts';
import { benchWakeUps } from './wake-ups.ts';
import { benchYear } from './year.ts';

const BENCHES: Readonly<Record<string, (n?: number) => Promise<Figure[]>>> = {
  ticket: benchTicket,
  calling: benchCalling,
  flood: benchFlood,
  printing: benchPrinting,
  screen: benchScreen,
  speech: benchSpeech,
  year: benchYear,
  ingest: benchIngest,
  'check-in': benchCheckIn,
  hash: benchHash,
  hours: benchHours,
  'wake-ups': benchWakeUps,
  pages: benchPages,
  live: benchLive,
  signatures: benchSignatures,
  cities: benchCities,
  cluster: benchCluster,
};

const USAGE = `usage: npm run bench -- [--only ${Object.keys(BENCHES).join('|')}] [--n N] [--json]`;

function readArguments() {
  try {
    return parseArgs({
      options: { only: { type: 'string' }, n: { type: 'string' }, json: { type: 'boolean', default: false } },
    }).values;
  } catch {
    console.error(USAGE);
    process.exit(2);
  }
}

const values = readArguments();
const names = values.only === undefined ? Object.keys(BENCHES) : [values.only];
for (const name of names) {
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench) {
    console.error(`there is no bench ${name}\n${USAGE}`);
    process.exit(2);
  }
  const figures = await bench(values.n === undefined ? undefined : Number(values.n));
  if (values.json) for (const figure of figures) console.log(JSON.stringify(figure));
  else console.table(figures, ['name', 'value', 'unit', 'baseline', 'ratio']);
}
