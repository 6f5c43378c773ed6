import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Link } from '../../../hardware/link/contract.ts';
import { openLink } from '../../../hardware/link/open.ts';
import { PrinterProfile } from '../../../hardware/printer/profile.ts';
import type { ProofAnswer, ProofState } from '../../../hardware/proving/proof.ts';
import { proveNewPrinter } from '../../../hardware/proving/prove-printer.ts';
import {
  type Paper,
  startVirtualPrinter,
  type Transport,
  type VirtualPrinter,
} from '../../../hardware/simulator/virtual-printer.ts';
import { needSocat } from '../../contract/link/device-ends.ts';
import { readPng, readQr } from '../../references/picture.ts';
import { laySerialLine } from '../../support/serial-line.ts';

const FOLDER = join(import.meta.dirname, '../../../config/printers');
const profiles = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => PrinterProfile.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))));
const profileNamed = (profileId: string): PrinterProfile => {
  const found = profiles.find((profile) => profile.profileId === profileId);
  if (found === undefined) throw new Error(profileId);
  return found;
};
const WORDS = { title: 'Prova d’impressió', left: 'esquerra', right: 'dreta' };

async function printerOf(profile: PrinterProfile, transport?: Transport): Promise<VirtualPrinter> {
  const printer = await startVirtualPrinter({
    profile,
    speedMmPerS: 20_000,
    ...(transport === undefined ? {} : { transport }),
  });
  onTestFinished(() => printer.close());
  return printer;
}

/** The answers of a person who sees the paper and does not know the printer's profile. */
async function look(paper: Paper): Promise<ProofAnswer[]> {
  const ruler = paper.lines.find((line) => line.trim().startsWith('1234567890'));
  const next = paper.lines[paper.lines.indexOf(ruler ?? '') + 1] ?? '';
  if (/^\d+$/.test(next.trim())) return ['wrong', 'line-broken'];
  if (!paper.lines.some((line) => line.includes('àèéíòóúïüç·ñ'))) return ['wrong', 'letters'];
  const code = paper.codes[0] ?? readQr(await readPng(paper.toPng()));
  return code === 'TORN' ? ['whole'] : ['wrong', 'code'];
}

function pageNo(printer: VirtualPrinter, wanted: number): Promise<Paper> {
  return new Promise((resolve) => {
    const check = () => {
      const paper = printer.papers[wanted - 1];
      if (paper === undefined) return;
      stop();
      resolve(paper);
    };
    const stop = printer.onPaper(check);
    check();
  });
}

/**
 * Runs the test of the printer over `links`, with a person's answers about the test paper, until the test ends or the person has no answer.
 */
async function prove(
  printer: VirtualPrinter,
  links: (() => Link)[],
  deviceName: string | null = null,
): Promise<ProofState> {
  const before = printer.papers.length;
  let changed = () => {};
  const proving = proveNewPrinter({
    links,
    deviceName,
    profiles,
    words: WORDS,
    answerTimeoutMs: 300,
    onChange: () => setImmediate(() => changed()),
  });
  onTestFinished(() => proving.close());
  for (;;) {
    const { stage, pages } = proving.state();
    if (stage.at === 'asking') {
      const [first = 'other', then = first] = await look(await pageNo(printer, before + pages));
      const answer = stage.question === 'came-out' ? first : then;
      const ofRoll = printer.paper() === 'ok' ? 'no' : 'yes';
      proving.tell({ type: 'said', answer: stage.question === 'roll-low' ? ofRoll : answer });
    } else if (stage.at === 'interviewing' || stage.at === 'printing')
      await new Promise<void>((resolve) => {
        changed = resolve;
      });
    else return proving.state();
  }
}

const tcp = (printer: VirtualPrinter) => [() => openLink({ kind: 'tcp', host: '127.0.0.1', port: printer.port })];

test('an Epson on the network names itself and is proven with one page', async () => {
  const printer = await printerOf(profileNamed('epson-tm-t20iii'));
  const { stage, profile, pages } = await prove(printer, tcp(printer));
  expect(stage).toEqual({ at: 'proven' });
  expect(profile).toMatchObject({ profileId: 'epson-tm-t20iii', confirmation: 'process-id', clearing: 'dle-dc4-8' });
  expect(pages).toBe(1);
  expect(printer.papers).toHaveLength(1);
});

test('a clone with a 58 mm head, another code page number and no name is learnt from its paper', async () => {
  const clone: PrinterProfile = {
    ...profileNamed('generic-58mm'),
    cutter: 'partial',
    cutMs: 300,
    cp1252Page: 71,
    confirmation: 'none',
  };
  const printer = await printerOf(clone);
  const { stage, profile } = await prove(printer, tcp(printer));
  expect(stage).toEqual({ at: 'proven' });
  expect(profile).toMatchObject({ widthDots: 384, columns: { a: 32, b: 42 }, cp1252Page: 71, confirmation: 'fence' });
});

test('a printer on a serial line is found with its speed, and one as a USB file by its file', async () => {
  needSocat();
  const line = await laySerialLine();
  onTestFinished(() => line.close());
  const epson = profileNamed('epson-tm-t88v');
  const printer = await printerOf(epson, { kind: 'pty', path: line.printerEnd });
  const serial = ([115_200, 9_600] as const).map(
    (baudRate) => () => openLink({ kind: 'serial', path: line.hostEnd, baudRate, flowControl: 'none' }),
  );
  const overSerial = await prove(printer, serial);
  expect([overSerial.stage, overSerial.profile?.profileId]).toEqual([{ at: 'proven' }, 'epson-tm-t88v']);
  const overFile = await prove(printer, [() => openLink({ kind: 'usb', path: line.hostEnd })]);
  expect([overFile.stage, overFile.profile?.profileId]).toEqual([{ at: 'proven' }, 'epson-tm-t88v']);
});

test('a Star is recognised by its status and its plug', async () => {
  const printer = await printerOf(profileNamed('star-tsp650ii'));
  const { stage, profile } = await prove(printer, tcp(printer), 'Star TSP650II');
  expect(stage).toEqual({ at: 'proven' });
  expect(profile).toMatchObject({ profileId: 'star-tsp650ii', confirmation: 'star-counter' });
});

test('a Custom is recognised by its full status', async () => {
  const printer = await printerOf(profileNamed('custom-k80'));
  const { stage, profile } = await prove(printer, tcp(printer));
  expect(stage).toEqual({ at: 'proven' });
  expect(profile?.status.dialect).toBe('custom');
});

test('a printer whose roll is nearly used up has a near-end sensor', async () => {
  const printer = await printerOf(profileNamed('epson-tm-t20iii'));
  printer.setPaper('low');
  const { stage, profile } = await prove(printer, tcp(printer));
  expect([stage, profile?.nearEndSensor]).toEqual([{ at: 'proven' }, true]);
});

test('a printer without paper is reported, and is proven once it has some', async () => {
  const printer = await printerOf(profileNamed('epson-tm-t20iii'));
  printer.setPaper('out');
  const stopped = await prove(printer, tcp(printer));
  expect(stopped.stage).toEqual({ at: 'cannot-print', condition: 'paper-out' });
  printer.setPaper('ok');
  expect((await prove(printer, tcp(printer))).stage).toEqual({ at: 'proven' });
});

test('an address without a listener is silent, and nothing hangs', async () => {
  const printer = await printerOf(profileNamed('epson-tm-t20iii'));
  const links = tcp(printer);
  await printer.close();
  expect((await prove(printer, links)).stage).toEqual({ at: 'silent' });
});
