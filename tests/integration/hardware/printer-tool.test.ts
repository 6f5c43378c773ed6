import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { needSocat } from '../../contract/link/device-ends.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TOOL = join(import.meta.dirname, '../../../src-main/printer-tool/main.ts');
const PROFILES = join(import.meta.dirname, '../../../config/printers');

const profileNamed = (profileId: string): PrinterProfile =>
  PrinterProfile.parse(JSON.parse(readFileSync(join(PROFILES, `${profileId}.json`), 'utf8')));

/** Runs the tool; `answers` are sent to its stdin. */
async function runTool(args: string[], answers = ''): Promise<{ exit: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [TOOL, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => {});
  child.stdin.end(answers);
  const [stdout, stderr, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exit: typeof exit === 'number' ? exit : null, stdout, stderr };
}

async function virtualPrinter(profileId: string): Promise<VirtualPrinter & { link: string }> {
  const printer = await startVirtualPrinter({ profile: profileNamed(profileId), speedMmPerS: 100_000 });
  onTestFinished(() => printer.close());
  return { ...printer, link: `tcp://127.0.0.1:${printer.port}` };
}

/** A device that answers the requests of `table` (hex to hex) and ignores other bytes. */
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

describe('test', () => {
  test.each([
    ['s\n', 0, 'Anotat: ha sortit bé.'],
    ['n\n', 1, 'Anotat: no ha sortit bé.'],
    ['', 1, 'Anotat: no ha sortit bé.'],
  ])('prints its page and accepts the person’s answer: %j', async (answer, code, sentence) => {
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

  test.each([
    ['tcp://127.0.0.1:9', 'ningú no hi escolta'],
    ['usb:/dev/usb/lp97', 'No hi ha aquest dispositiu'],
    ['serial:/dev/null?baud=9600', 'Això no és un port'],
  ])('%s does not open, and a sentence gives the reason', async (link, sentence) => {
    const { exit, stderr } = await runTool(['test', '--yes', '--link', link, '--profile', 'torn-virtual']);
    expect(stderr).toContain(sentence);
    expect(exit).toBe(4);
  });

  test('shows the bytes that it would send', async () => {
    const { exit, stdout } = await runTool(['test', '--show', '--profile', 'torn-virtual']);
    expect(stdout).toContain('1B 40                                   ESC @');
    expect(stdout).toContain('text «àèéíòóúïüç·ñ€¿¡ªº l·l»');
    expect(exit).toBe(0);
  });
});

describe('bytes', () => {
  test('sends a file unchanged and shows the answer until the printer hangs up', async () => {
    const clone = await cloneThatAnswers({ '100401': '16' }, { thenHangsUp: true });
    const file = join(temporaryFolder(), 'question');
    writeFileSync(file, Buffer.from('100401', 'hex'));
    const { exit, stdout } = await runTool(['bytes', '--link', clone.link, '--timeout', '60000', file]);
    expect(stdout).toContain('S’han enviat 3 bytes.\nHa respost: 16\n');
    expect(clone.received().toString('hex')).toBe('100401');
    expect(exit).toBe(0);
  });

  test('shows bytes from a pipe and sends nothing', async () => {
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
  [['test', '--profile', 'torn-virtual'], 2, 'Falta --link'],
  [['test', '--profile', 'torn-virtual', '--link', 'serial:/dev/ttyUSB0'], 2, 'cal la velocitat de la impressora'],
  [['test', '--link', 'usb:/dev/usb/lp0'], 2, 'Falta --profile'],
  [['test', '--show', '--profile', 'no-such-model'], 3, 'there is no such file'],
  [['bytes', '--show', '/no/such/file'], 3, 'No es pot llegir /no/such/file.'],
  [['bytes', '--show'], 2, 'Falta el fitxer'],
  [['test', '--link', 'usb:/dev/usb/lp0', 'surplus'], 2, 'Hi ha més paraules del compte'],
  [['test', '--timeout', 'soon'], 2, '--timeout vol un nombre'],
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
