// Usage: npm run bench -- [--only NAME] [--json]. Each bench measures against a baseline in the same run.
import { parseArgs } from 'node:util';
import type { Figure } from './figures.ts';
import { benchHints } from './hints.ts';
import { benchIngest } from './ingest.ts';
import { benchPrinting } from './printing.ts';
import { benchTicket } from './ticket.ts';
import { benchYear } from './year.ts';

const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  ticket: benchTicket,
  printing: benchPrinting,
  year: benchYear,
  ingest: benchIngest,
  hints: benchHints,
};

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean', default: false } } });
const names = values.only === undefined ? Object.keys(BENCHES) : [values.only];
for (const name of names) {
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench) {
    console.error(`there is no bench ${name}; there are ${Object.keys(BENCHES).join(', ')}`);
    process.exit(2);
  }
  const figures = await bench();
  if (values.json) for (const figure of figures) console.log(JSON.stringify(figure));
  else console.table(figures, ['name', 'value', 'unit', 'baseline', 'ratio']);
}
