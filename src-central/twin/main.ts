// Usage: npm run twin -- [--profile terrassa] [--office OFFICE] [--from 2026-12-01] [--days 30] [--times 20] [--seed 1] [--change CHANGE]…
// [--propose] [--explain] [--figures FILE] [--beforehand 2026-11-30] [--language ca] [--out DIR]. Simulates an office with each change by
// the product's own rules, and writes twin.html and twin.csv into DIR. CHANGE is desk=10:00-12:00, breaks=10:30/20,11:00/20, appointments=0.33,
// freed=0.5, afar=0.3, weights=4/3/1 (appointment, priority, neither) or one-line=SERVICE+SERVICE. --propose: finds the change that
// shortens the worst hour most. --figures: people as measured (CSV or JSON). --beforehand: forecasts that day from earlier figures and compares it
// with the measured day.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WORKING_LANGUAGES } from '../../config/languages.ts';
import type { Change } from '../../src-main/contract/centre/twin.ts';
import { IsoDate } from '../../src-main/contract/shared/times.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { messageOf } from '../../src-main/domain/result.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { readChange } from './changes.ts';
import { compare, explain } from './compare.ts';
import { fitted } from './fit.ts';
import { foretell } from './foretell.ts';
import { type MeasuredRow, readMeasured } from './measured.ts';
import type { TwinOffice } from './office-day.ts';
import { createPromises } from './promises.ts';
import { propose } from './proposal.ts';
import { readTwin } from './read-twin.ts';
import { type OfficeReport, reportPage } from './report.ts';
import { daysOf, liveOffice, type Period } from './run-twin.ts';
import { twinCsv } from './twin-csv.ts';

const CONFIG_DIR = resolve(import.meta.dirname, '../../config');
/** Proposals compare rare hours, and forecasts need the bounds of rare days, so both take more repetitions than a mean. */
const PROPOSAL_TIMES = 100;
const BEFOREHAND_TIMES = 400;
const EXIT_CANNOT_BEGIN = 2;

function cannotBegin(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(EXIT_CANNOT_BEGIN);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        profile: { type: 'string', default: 'terrassa' },
        office: { type: 'string' },
        from: { type: 'string' },
        days: { type: 'string', default: '30' },
        times: { type: 'string', default: '20' },
        seed: { type: 'string', default: '1' },
        change: { type: 'string', multiple: true, default: [] },
        propose: { type: 'boolean', default: false },
        explain: { type: 'boolean', default: false },
        figures: { type: 'string' },
        beforehand: { type: 'string' },
        language: { type: 'string', default: 'ca' },
        out: { type: 'string', default: '.torn/twin' },
      },
    });
    return values;
  } catch (error) {
    return cannotBegin(messageOf(error));
  }
}

const options = readOptions();

function wholeOf(name: 'days' | 'times' | 'seed', most: number): number {
  const value = Number(options[name]);
  return Number.isInteger(value) && value >= 1 && value <= most
    ? value
    : cannotBegin(`--${name} takes a whole number from 1 to ${most}`);
}

function dateOf(name: 'from' | 'beforehand'): string | null {
  const text = options[name];
  if (text === undefined) return null;
  return IsoDate.safeParse(text).success ? text : cannotBegin(`--${name} takes a date such as 2026-12-01`);
}

function changesOf(): Change[] {
  return options.change.map((text) => readChange(text) ?? cannotBegin(`--change does not know ${text}`));
}

function figuresOf(): MeasuredRow[] | null {
  if (options.figures === undefined) return null;
  let text: string;
  try {
    text = readFileSync(options.figures, 'utf8');
  } catch (error) {
    return cannotBegin(messageOf(error));
  }
  const rows = readMeasured(text);
  return rows.ok ? rows.value : cannotBegin(`${options.figures}: ${rows.error.detail}`);
}

const language =
  WORKING_LANGUAGES.find((one) => one === options.language) ??
  cannotBegin(`--language must be one of ${WORKING_LANGUAGES.join(', ')}`);
const period: Period = {
  from: dateOf('from') ?? addDays(localDateTime(Date.now(), 'Europe/Madrid').date, 1),
  days: wholeOf('days', 400),
  times: wholeOf('times', 1_000),
  seed: wholeOf('seed', 2 ** 31),
};
const beforehand = dateOf('beforehand');
const [changes, figures] = [changesOf(), figuresOf()];
if (beforehand !== null && figures === null) cannotBegin('--beforehand needs --figures');
const twin = readTwin({
  file: join(CONFIG_DIR, 'twin', `${options.profile}.json`),
  configDir: CONFIG_DIR,
  only: options.office,
});
if (!twin.ok) cannotBegin(twin.error.detail);

function reportOf(known: TwinOffice): OfficeReport {
  const office = figures === null ? known : fitted(known, figures);
  const promises = createPromises(office);
  liveOffice(office, { ...period, days: Math.min(30, period.days), times: 1 }, promises.see);
  const week = { ...period, days: 7, times: PROPOSAL_TIMES };
  const lines =
    beforehand === null || figures === null
      ? null
      : foretell(known, figures, { date: beforehand, seed: period.seed, times: BEFOREHAND_TIMES });
  return {
    profile: office.profile,
    from: period.from,
    days: daysOf(office, period).length * period.times,
    answers: compare(office, changes, period),
    proposed: options.propose ? propose(office, week) : null,
    explained: options.explain ? explain(office, period) : null,
    foretold: lines === null || beforehand === null ? null : { date: beforehand, lines },
    promised: promises.promised,
  };
}

const offices = twin.value.offices.map(reportOf);
const folder = resolve(options.out);
mkdirSync(folder, { recursive: true });
const { source } = twin.value;
writeFileSync(join(folder, 'twin.html'), reportPage({ language, source, isFitted: figures !== null, offices }));
writeFileSync(
  join(folder, 'twin.csv'),
  twinCsv(offices.map(({ profile, answers }) => ({ officeId: profile.officeId, answers }))),
);
const seconds = (process.cpuUsage().user / 1_000_000).toFixed(1);
process.stdout.write(`${join(folder, 'twin.html')}, twin.csv: ${seconds} s of processor time\n`);
