import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { needSocat } from '../../contract/link/device-ends.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TOOL = join(import.meta.dirname, '../../../src-main/printer-tool/main.ts');
const PROFILES = join(import.meta.dirname, '../../../config/printers');

const profileNamed = (profileId: string): PrinterProfile =>
  PrinterProfile.parse(JSON.parse(readFileSync(join(PROFILES, `${profileId}.json`), 'utf8')));

interface ToolRun {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Settles at the first line of stdout that holds `text`. */
  says(text: string): Promise<void>;
  ended: Promise<{ exit: number | null; stdout: string; stderr: string }>;
}

/** Runs it as a technician would, with `answers` typed at its questions. */
function startTool(args: string[], answers = ''): ToolRun {
  const child = spawn(process.execPath, [TOOL, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => {});
  child.stdin.end(answers);
  const said: string[] = [];
  const errors: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const lines = createInterface({ input: child.stdout });
  return {
    child,
    says: (text) =>
      new Promise((resolve) => {
        lines.on('line', (line) => {
          if (line.includes(text)) resolve();
        });
      }),
    ended: once(child, 'close').then(([exit]: (number | null)[]) => ({
      exit: exit ?? null,
      stdout: said.join(''),
      stderr: errors.join(''),
    })),
  };
}

const runTool = (args: string[], answers?: string) => startTool(args, answers).ended;

async function virtualPrinter(profileId: string): Promise<VirtualPrinter & { link: string }> {
  const printer = await startVirtualPrinter({ profile: profileNamed(profileId), speedMmPerS: 100_000 });
  onTestFinished(() => printer.close());
  return { ...printer, link: `tcp://127.0.0.1:${printer.port}` };
}

/** A device that answers by a table of questions, in hex, and lets everything else pass. */
async function cloneThatAnswers(
  table: Record<string, string>,
  { thenHangsUp = false } = {},
): Promise<{ link: string; received: () => Buffer }> {
  const received: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received.push(bytes);
      const answer = table[bytes.toString('hex')];
      if (answer === undefined) return;
      if (thenHangsUp) socket.end(Buffer.from(answer, 'hex'));
      else socket.write(Buffer.from(answer, 'hex'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return { link: `tcp://127.0.0.1:${address.port}`, received: () => Buffer.concat(received) };
}

/** For a printer that answers some questions: its answer may take as long as a busy machine likes to. */
const PATIENT = '500';
const STATUS = { '100401': '16', '100402': '12', '100403': '12', '100404': '12' };

describe('probe', () => {
  test('tells what an Epson answers and that it suits its profile', async () => {
    const printer = await virtualPrinter('epson-tm-t20iii');
    const { exit, stdout } = await runTool(
      ['probe', '--link', printer.link, '--profile', 'epson-tm-t20iii', '--timeout', PATIENT],
      's\n',
    );
    expect(stdout).toContain('Respon a 4 de les 4 preguntes d’estat (DLE EOT).');
    expect(stdout).toContain('La impressora està a punt.');
    expect(stdout).toContain('Confirma el que imprimeix (GS ( H, funció 48).');
    expect(stdout).toContain('Descarta el que té pendent quan se li diu (DLE DC4, funció 8).');
    expect(stdout).toContain('"confirmation": "process-id"');
    expect(stdout).toContain('És el que diu el perfil epson-tm-t20iii.');
    expect(exit).toBe(0);
  });

  test('does not try what may print letters unless somebody is watching', async () => {
    const clone = await cloneThatAnswers(STATUS);
    const { exit, stdout } = await runTool(['probe', '--link', clone.link, '--timeout', PATIENT], 'n\n');
    expect(stdout).toContain('pot imprimir unes lletres');
    expect(stdout).toContain('Sense ningú que miri no es prova.');
    expect(stdout).not.toContain('Al perfil hi escau');
    expect(clone.received().toString('latin1')).not.toContain('Torn');
    expect(exit).toBe(0);
  });

  test('a clone with status and an ordered acknowledgement alone is distinguished from one that proves its prints', async () => {
    const clone = await cloneThatAnswers({ ...STATUS, '1d7201': '00', '1d4942': '5f5a4a00', '1d4943': '5f35383000' });
    const { exit, stdout } = await runTool([
      'probe',
      '--link',
      clone.link,
      '--yes',
      '--timeout',
      PATIENT,
      '--profile',
      'epson-tm-t20iii',
    ]);
    expect(stdout).toContain('Diu que és: fabricant ZJ, model 580, programa (no ho diu).');
    expect(stdout).toContain('No confirma el que imprimeix (GS ( H). Si ha imprès unes lletres, és per això.');
    expect(stdout).toContain('"confirmation": "fence"');
    expect(stdout).toContain('"clearing": "none"');
    expect(stdout).toContain('El perfil epson-tm-t20iii diu una altra cosa: "confirmation": "process-id".');
    // Letters in its line are pushed out, so that they do not head the next ticket.
    expect(clone.received().subarray(-4).toString()).toBe('\n\n\n\n');
    expect(exit).toBe(0);
  });

  test('says what to mend first, and asks no more of a printer that cannot print', async () => {
    const clone = await cloneThatAnswers({ ...STATUS, '100402': '32', '100404': '7e' });
    const { stdout } = await runTool(['probe', '--link', clone.link, '--yes', '--timeout', PATIENT]);
    expect(stdout).toContain('S’ha acabat el paper.');
    expect(stdout).toContain('Arregleu-ho i torneu a provar.');
    expect(stdout).not.toContain('Al perfil hi escau');
    expect(clone.received().includes(Buffer.from('1d2848', 'hex'))).toBe(false);
  });

  test('knows a Star by its status', async () => {
    const printer = await virtualPrinter('star-tsp650ii');
    const { exit, stdout } = await runTool(['probe', '--link', printer.link, '--timeout', PATIENT]);
    expect(stdout).toContain('Respon a la pregunta d’estat de Star (ESC ACK SOH).');
    expect(stdout).toContain('"commandSet": "star-line"');
    expect(exit).toBe(0);
  });

  test('knows a Custom by its full status', async () => {
    const printer = await virtualPrinter('custom-k80');
    const { exit, stdout } = await runTool(['probe', '--link', printer.link, '--yes', '--timeout', PATIENT]);
    expect(stdout).toContain('Respon a la pregunta d’estat de Custom (DLE EOT 20).');
    expect(stdout).toContain('"dialect": "custom"');
    expect(exit).toBe(0);
  });

  test('a link that opens to silence ends with its own code', async () => {
    const clone = await cloneThatAnswers({});
    const { exit, stdout } = await runTool(['probe', '--link', clone.link, '--timeout', '60']);
    expect(stdout).toContain('Ningú no respon.');
    expect(exit).toBe(5);
  });

  test.each([
    ['tcp://127.0.0.1:9', 'ningú no hi escolta'],
    ['usb:/dev/usb/lp97', 'No hi ha aquest dispositiu'],
    ['serial:/dev/null?baud=9600', 'Això no és un port'],
  ])('%s does not open, and the sentence says why', async (link, sentence) => {
    const { exit, stderr } = await runTool(['probe', '--link', link, '--yes']);
    expect(stderr).toContain(sentence);
    expect(exit).toBe(4);
  });
});

describe('status', () => {
  test('tells a printer’s condition once', async () => {
    const printer = await virtualPrinter('torn-virtual');
    printer.setPaper('out');
    const { exit, stdout } = await runTool(['status', '--once', '--link', printer.link, '--profile', 'torn-virtual']);
    expect(stdout).toContain('paper-out  S’ha acabat el paper.');
    expect(exit).toBe(1);
  });

  test('watches, one line per change, until it gets the signal to end', async () => {
    const printer = await virtualPrinter('torn-virtual');
    const tool = startTool(['status', '--link', printer.link, '--profile', 'torn-virtual']);
    await tool.says('ready');
    const opened = tool.says('cover-open');
    printer.setCover('open');
    await opened;
    const ready = tool.says('ready');
    printer.setCover('closed');
    await ready;
    tool.child.kill('SIGINT');
    const { exit, stdout } = await tool.ended;
    expect(stdout.match(/ready|cover-open/g)).toEqual(['ready', 'cover-open', 'ready']);
    expect(exit).toBe(0);
  });
});

describe('test', () => {
  test.each([
    ['s\n', 0, 'Anotat: ha sortit bé.'],
    ['n\n', 1, 'Anotat: no ha sortit bé.'],
    ['', 1, 'Anotat: no ha sortit bé.'],
  ])('prints its page and takes the person’s word: %j', async (answer, code, sentence) => {
    const printer = await virtualPrinter('torn-virtual');
    const { exit, stdout } = await runTool(['test', '--link', printer.link, '--profile', 'torn-virtual'], answer);
    expect(stdout).toContain('La impressora confirma que la pàgina és al paper.');
    expect(stdout).toContain(sentence);
    expect(exit).toBe(code);
    const lines = printer.papers[0]?.lines.map((line) => line.trim());
    expect(lines).toContain('àèéíòóúïüç·ñ€¿¡ªº l·l');
    expect(lines).toContain('123456789012345678901234567890123456789012345678');
  });

  test('prints over a serial line', async () => {
    needSocat();
    const folder = temporaryFolder();
    const [host, device] = [join(folder, 'host'), join(folder, 'device')];
    const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${host}`, `pty,raw,echo=0,link=${device}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => void socat.kill());
    await new Promise<void>((resolve) =>
      socat.stderr.on('data', (text: Buffer) => {
        if (String(text).includes('starting data transfer loop')) resolve();
      }),
    );
    const printer = await startVirtualPrinter({
      profile: profileNamed('torn-virtual'),
      transport: { kind: 'pty', path: device },
      speedMmPerS: 100_000,
    });
    onTestFinished(() => printer.close());
    const link = `serial:${host}?baud=115200`;
    const { exit, stdout, stderr } = await runTool(['test', '--yes', '--link', link, '--profile', 'torn-virtual']);
    expect(stderr).toBe('');
    expect(stdout).toContain('La impressora confirma que la pàgina és al paper.');
    expect(exit).toBe(0);
    expect(printer.papers.map((paper) => paper.lines.filter((line) => line.trim() !== ''))).toHaveLength(1);
  });

  test('does not print on a printer that cannot', async () => {
    const printer = await virtualPrinter('torn-virtual');
    printer.setCover('open');
    const { exit, stdout } = await runTool(['test', '--link', printer.link, '--profile', 'torn-virtual']);
    expect(stdout).toContain('No s’ha enviat res. La tapa de la impressora és oberta.');
    expect(exit).toBe(1);
  });

  test('shows what it would send', async () => {
    const { exit, stdout } = await runTool(['test', '--show', '--profile', 'torn-virtual']);
    expect(stdout).toContain('1B 40                                   ESC @');
    expect(stdout).toContain('text «àèéíòóúïüç·ñ€¿¡ªº l·l»');
    expect(exit).toBe(0);
  });
});

describe('bytes', () => {
  test('sends a file as it is and shows the answer, which is over when the printer hangs up', async () => {
    const clone = await cloneThatAnswers({ '100401': '16' }, { thenHangsUp: true });
    const file = join(temporaryFolder(), 'question');
    writeFileSync(file, Buffer.from('100401', 'hex'));
    const { exit, stdout } = await runTool(['bytes', '--link', clone.link, '--timeout', '60000', file]);
    expect(stdout).toContain('S’han enviat 3 bytes.\nHa respost: 16\n');
    expect(clone.received().toString('hex')).toBe('100401');
    expect(exit).toBe(0);
  });

  test('shows what comes from a pipe, and sends nothing', async () => {
    const { exit, stdout } = await runTool(['bytes', '--show', '-'], '\x1b@Bon dia\n');
    expect(stdout).toBe(
      [
        '     0  1B 40                                   ESC @',
        '     2  42 6F 6E 20 64 69 61                    text «Bon dia»',
        '     9  0A                                      LF',
        '',
      ].join('\n'),
    );
    expect(exit).toBe(0);
  });
});

test.each([
  [[], 2, 'Falta l’ordre'],
  [['imprimeix'], 2, '«imprimeix» no és cap ordre'],
  [['toString'], 2, '«toString» no és cap ordre'],
  [['probe'], 2, 'Falta --link'],
  [['probe', '--link', 'serial:/dev/ttyUSB0'], 2, 'cal la velocitat de la impressora'],
  [['status', '--link', 'usb:/dev/usb/lp0'], 2, 'Falta --profile'],
  [['test', '--show', '--profile', 'no-such-model'], 3, 'there is no such file'],
  [['bytes', '--show', '/no/such/file'], 3, 'No es pot llegir /no/such/file.'],
  [['bytes', '--show'], 2, 'Falta el fitxer'],
  [['probe', '--link', 'usb:/dev/usb/lp0', 'surplus'], 2, 'Hi ha més paraules del compte'],
  [['list', '--timeout', 'soon'], 2, '--timeout vol un nombre'],
])('%j ends with %i and a sentence', async (args, code, sentence) => {
  const { exit, stderr } = await runTool(args);
  expect(stderr).toContain(sentence);
  expect(exit).toBe(code);
});

test('--help documents every exit code', async () => {
  const { exit, stdout } = await runTool(['--help']);
  for (const code of [0, 1, 2, 3, 4, 5]) expect(stdout).toMatch(new RegExp(`^ {2}${code} {2}\\S`, 'm'));
  expect(exit).toBe(0);
});
