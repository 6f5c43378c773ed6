// Usage: npm run demo -- --out DIR. Shows the running product in four parts: a citizen takes five tickets in five languages, the second
// while paper is out; five people with an appointment check in; a technician sets up a kiosk and changes its hours; two desks and a screen
// of the hall call three citizens while the centre is down. The second and third part need socat, the third root. --only desks: the last part.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import type { Language } from '../../src-main/contract/shared/languages.ts';
import { messageOf } from '../../src-main/domain/result.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { showCheckIns } from './check-ins.ts';
import { type DesksReport, showDesks } from './desks.ts';
import { nextPaper, openStage } from './stage.ts';
import { showTechnician } from './technician.ts';

interface Visit {
  language: Language;
  service: string;
  paperOut: boolean;
}
const VISITS: readonly Visit[] = [
  { language: 'ca', service: 'Empadronament', paperOut: false },
  { language: 'es', service: 'Impuestos y tasas', paperOut: true },
  { language: 'en', service: 'Registry and procedures', paperOut: false },
  { language: 'ar', service: 'الضرائب والرسوم', paperOut: false },
  { language: 'ur', service: 'رہائشی پتے کا اندراج', paperOut: false },
];

/** Milliseconds after the finger left the screen: the number is on disk, the print job's first byte goes out, the job ends. */
interface Times {
  durable: number;
  firstByte: number;
  confirmed: number;
}

interface TicketReport {
  number: string;
  language: Language;
  service: string;
  result: string;
  paperWasOut: boolean;
  msFromTouch: Times;
}

const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } });
if (values.out === undefined || (values.only ?? 'desks') !== 'desks') {
  console.error('usage: npm run demo -- --out DIR [--only desks]');
  process.exit(2);
}
const out = resolve(values.out);
const stage = openStage(out);
const { picture } = stage;
const dataDir = mkdtempSync(join(tmpdir(), 'torn-demo-'));

/** The time at which a finger last left the screen, in milliseconds since 1970. */
const lastTouchMs = (kiosk: Kiosk): Promise<number> =>
  kiosk.page.evaluate(() => Number(document.documentElement.dataset.lastTouchMs));

async function visit(kiosk: Kiosk, printer: VirtualPrinter, { language, service, paperOut }: Visit): Promise<number> {
  const person = citizen(kiosk.page, language);
  const { t } = person;
  await picture(kiosk, `${language}-idle`);
  if (language !== 'ca') {
    await person.chooseLanguage();
    await picture(kiosk, `${language}-idle-in-own-language`);
  }
  await person.openEntry();
  await person.sees(t('services.question.walk-in'));
  await picture(kiosk, `${language}-services`);
  if (paperOut) printer.setPaper('out');
  const paper = nextPaper(printer);
  await person.choose(service);
  const touchedAtMs = await lastTouchMs(kiosk);
  if (paperOut) {
    await person.sees(t('printerTrouble.title'));
    await picture(kiosk, `${language}-printer-trouble`);
    printer.setPaper('ok');
  } else {
    await person.sees(t('printing.title'));
    await picture(kiosk, `${language}-printing`, 'in-motion');
  }
  await person.sees(t('takeTicket.title'));
  const number = await person.label();
  await picture(kiosk, `${language}-take-ticket`);
  stage.keepPaper(await paper, number);
  await person.finish();
  await person.isAtFront();
  return touchedAtMs;
}

/** The tickets in the store, sorted by time of issue, each with the milliseconds since its touch. */
function report(touches: readonly number[]): TicketReport[] {
  const database = new Database(join(dataDir, 'torn.db'), { readonly: true });
  const rows = database
    .prepare<
      [],
      {
        label: string;
        language: Language;
        service: string;
        result: string;
        durable: number;
        firstByte: number;
        confirmed: number;
      }
    >(
      `SELECT series || printf('%03d', number) AS label, ticket.language, ticket.service_id AS service, state AS result,
              durable_at_ms AS durable, first_byte_at_ms AS firstByte, ended_at_ms AS confirmed
       FROM ticket JOIN paper_job ON job_id = ticket.ticket_id ORDER BY issued_at_ms`,
    )
    .all();
  database.close();
  return rows.map(({ label, language, service, result, ...at }, index) => {
    const since = (ms: number) => Math.round((ms - (touches[index] ?? Number.NaN)) * 10) / 10;
    return {
      number: label,
      language,
      service,
      result,
      paperWasOut: VISITS[index]?.paperOut ?? false,
      msFromTouch: { durable: since(at.durable), firstByte: since(at.firstByte), confirmed: since(at.confirmed) },
    };
  });
}

/** The parts of a complete demonstration that are missing; empty: it is complete. */
function shortcomings(tickets: readonly TicketReport[]): string[] {
  const missing = tickets.length === VISITS.length ? [] : [`${tickets.length} tickets instead of ${VISITS.length}`];
  for (const { number, result, msFromTouch } of tickets) {
    if (result !== 'printed') missing.push(`${number} ended ${result}`);
    for (const [name, ms] of Object.entries(msFromTouch))
      if (!Number.isFinite(ms) || ms <= 0) missing.push(`${number} has no time for ${name}`);
  }
  if (new Set(tickets.map(({ number }) => number)).size !== tickets.length) missing.push('a number came twice');
  return missing;
}

/**
 * The faults of the desks' part. The centre must have exactly one call, one serving and one end of each number that was called while the
 * centre was down.
 */
function shortcomingsOfDesks({ turns, withoutCentre }: DesksReport): string[] {
  const missing =
    turns.length === withoutCentre.length ? [] : [`the centre knows ${turns.length} numbers that desks called`];
  for (const number of withoutCentre) {
    const { acts = {} } = turns.find((turn) => turn.number === number) ?? {};
    for (const act of ['call', 'serve', 'finish'])
      if (acts[act] !== 1) missing.push(`the centre knows ${acts[act] ?? 0} times ${act} of ${number}`);
  }
  return missing;
}

async function showTickets(printer: VirtualPrinter): Promise<{ sandbox: Kiosk['sandbox']; tickets: TicketReport[] }> {
  const kiosk = await launchKiosk({
    dataDir,
    profile: demonstrationOffice,
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  try {
    await kiosk.page.evaluate(() =>
      addEventListener(
        'pointerup',
        ({ timeStamp }) => {
          document.documentElement.dataset.lastTouchMs = String(performance.timeOrigin + timeStamp);
        },
        true,
      ),
    );
    await citizen(kiosk.page, 'ca').isAtFront();
    const touches: number[] = [];
    for (const one of VISITS) touches.push(await visit(kiosk, printer, one));
    await kiosk.close();
    return { sandbox: kiosk.sandbox, tickets: report(touches) };
  } finally {
    await kiosk.close();
  }
}

/** Shows all parts except the desks; resolves to the missing parts and the content of the report. */
async function showVisitors(printer: VirtualPrinter): Promise<{ missing: string[]; shown: object }> {
  const { sandbox, tickets } = await showTickets(printer);
  const checkIns = await showCheckIns(stage, printer);
  const technician = await showTechnician(stage);
  for (const { number, language, result, msFromTouch } of tickets)
    console.log(
      `${number} (${language}) ${result}: on disk after ${msFromTouch.durable} ms, first byte ${msFromTouch.firstByte} ms, confirmed ${msFromTouch.confirmed} ms`,
    );
  for (const { result, language, method, paper } of checkIns.visits)
    console.log(`${result} (${language}, by ${method}): ${paper ?? 'no paper'}`);
  console.log(`check-ins that reached the centre: ${checkIns.heard}`);
  if (technician === null) console.log('the technician is skipped, because only root can create devices');
  else
    console.log(
      `a technician: from the box to a ticket in ${technician.firstRun.touches} touches and ${technician.firstRun.seconds} s; hours changed and returned in ${technician.office.seconds} s`,
    );
  return { missing: shortcomings(tickets), shown: { sandbox, tickets, checkIns, technician } };
}

const printer = await startVirtualPrinter({ profile: virtualProfile });
try {
  const { missing, shown } =
    values.only === undefined ? await showVisitors(printer) : { missing: [] as string[], shown: {} };
  const desks = await showDesks(stage, printer);
  for (const { number, acts } of desks.turns)
    console.log(
      `${number} at the centre: ${Object.entries(acts)
        .map(([act, count]) => `${act} ${count}`)
        .join(', ')}`,
    );
  writeFileSync(join(out, 'demo.json'), `${JSON.stringify({ ...shown, desks }, null, 2)}\n`);
  missing.push(...shortcomingsOfDesks(desks));
  for (const line of missing) console.error(`missing: ${line}`);
  if (missing.length > 0) process.exitCode = 1;
  else console.log(`screens, tickets and demo.json are in ${out}`);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
} finally {
  await printer.close();
  rmSync(dataDir, { recursive: true, force: true });
}
