import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Paper, startVirtualPrinter, type VirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import type { ScreenName, ViewState } from '../../../src-main/session/contract/view-state.ts';
import { DEFAULT_ACCESS } from '../../../src-main/session/rules/default-access.ts';
import {
  type CoreProcess,
  demonstrationOffice,
  newRequestId,
  service,
  startCoreProcess,
} from '../../support/core-process.ts';
import { virtualProfile } from '../../support/printing.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const FAST_MM_PER_S = 2_000;

async function switchOn(): Promise<VirtualPrinter> {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: FAST_MM_PER_S });
  onTestFinished(() => printer.close());
  return printer;
}

const nextPaper = (printer: VirtualPrinter): Promise<Paper> =>
  new Promise((resolve) => {
    const stop = printer.onPaper((paper) => {
      stop();
      resolve(paper);
    });
  });

function start(main: VirtualPrinter, second?: VirtualPrinter, data = join(temporaryFolder(), 'data')): CoreProcess {
  const profile = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>;
  const setting = ({ port }: VirtualPrinter) => ({
    profileId: 'torn-virtual',
    link: { kind: 'tcp', host: '127.0.0.1', port },
  });
  profile.printer = setting(main);
  if (second) profile.secondPrinter = { ...setting(second), place: { ca: 'al taulell' } };
  const file = join(temporaryFolder(), 'office.json');
  writeFileSync(file, JSON.stringify(profile));
  const core = startCoreProcess({ data, profile: file });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

/** Waits for this screen, and resolves to its newest state. */
async function screen<S extends ScreenName>(core: CoreProcess, name: S) {
  const newest = core.pushes.findLast((push) => push.push === 'view');
  const state =
    newest?.push === 'view' && newest.value.view.screen === name
      ? newest.value
      : (await core.waitForNext('view', ({ value }) => value.view.screen === name)).value;
  return state as ViewState & { view: Extract<ViewState['view'], { screen: S }> };
}
const stamp = ({ sessionId, stateNo }: ViewState) => ({ sessionId, stateNo });

async function takeByTouch(core: CoreProcess): Promise<TicketRecord> {
  const idle = await screen(core, 'idle');
  await core.call('openEntry', { stamp: stamp(idle), visitType: 'walk-in' });
  const list = await screen(core, 'services');
  const taken = await core.call('takeTicket', {
    stamp: stamp(list),
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    visitType: 'walk-in',
    language: 'ca',
  });
  if (!taken.ok) throw new Error(taken.error.kind);
  return taken.value as TicketRecord;
}

const ready = (core: CoreProcess, printer = 'main') =>
  core.waitFor('printer', ({ value }) => value.printer === printer && value.condition === 'ready');

describe('a second printer', () => {
  test('takes over while the first has no paper, and the screen says where the ticket comes out', async () => {
    const [main, second] = [await switchOn(), await switchOn()];
    const core = start(main, second);
    await Promise.all([ready(core), ready(core, 'second')]);
    main.setPaper('out');
    await core.waitForNext('printer', ({ value }) => value.condition === 'paper-out');
    const paper = nextPaper(second);
    const ticket = await takeByTouch(core);
    expect((await paper).lines).toContain(ticket.label);
    expect((await screen(core, 'take-ticket')).view.place).toBe('al taulell');
    expect(main.papers).toHaveLength(0);
  });
});

describe('large print', () => {
  test('is kept over a crash: a reprint is as large', async () => {
    const main = await switchOn();
    const data = join(temporaryFolder(), 'data');
    const first = start(main, undefined, data);
    await ready(first);
    const idle = await screen(first, 'idle');
    await first.call('setAccess', { stamp: stamp(idle), access: { ...DEFAULT_ACCESS, textSize: 150 } });
    const enlarged = await first.waitFor('view', ({ value }) => value.access.textSize === 150);
    expect(enlarged.value.view.screen).toBe('idle');
    const before = nextPaper(main);
    const { requestId, largePrint } = await takeByTouch(first);
    expect(largePrint).toBe(true);
    const { heightDots } = await before;
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start(main, undefined, data);
    await ready(second);
    const again = nextPaper(main);
    expect(await second.call('reprintTicket', { requestId })).toEqual({ ok: true, value: null });
    const { lines, ...paper } = await again;
    expect(lines.join(' ')).toContain('DUPLICAT');
    expect(paper.heightDots).toBeGreaterThan(heightDots);
  });
});

describe('a paper with an unknown result', () => {
  test('is printed again at the citizen’s request, with the same number and marked as a duplicate', async () => {
    const main = await switchOn();
    const core = start(main);
    await ready(core);
    main.setPaperLeft(20);
    const ticket = await takeByTouch(core);
    await screen(core, 'printer-trouble');
    main.setPaper('ok');
    await core.waitForNext('view', ({ value: { view } }) => view.screen === 'printer-trouble' && view.canPrintAgain);
    const papers: Paper[] = [];
    main.onPaper((paper) => papers.push(paper));
    // A change of the printer's condition may push the same screen again and so make the touch's stamp stale.
    await expect
      .poll(async () => core.call('printAgain', { stamp: stamp(await screen(core, 'printer-trouble')) }))
      .toEqual({ ok: true, value: null });
    await screen(core, 'take-ticket');
    const wholePapers = () => papers.filter(({ lines }) => lines.includes(ticket.label));
    await expect.poll(wholePapers).toHaveLength(1);
    const whole = wholePapers();
    expect(whole[0]?.lines.join(' ')).toContain('DUPLICAT');
  });

  test('is not printed again when the screen does not offer it: while no printer prints, and once it is out', async () => {
    const main = await switchOn();
    const core = start(main);
    await ready(core);
    main.setPaperLeft(20);
    await takeByTouch(core);
    const trouble = await screen(core, 'printer-trouble');
    expect(trouble.view.canPrintAgain).toBe(false);
    const notPossible = { ok: false, error: { kind: 'not-possible-here' } };
    expect(await core.call('printAgain', { stamp: stamp(trouble) })).toMatchObject(notPossible);
    await core.call('finish', { stamp: stamp(trouble) });
    main.setPaper('ok');
    await core.waitForNext('view', ({ value }) => value.printerNotice === null);
    await takeByTouch(core);
    const out = await screen(core, 'take-ticket');
    expect(await core.call('printAgain', { stamp: stamp(out) })).toMatchObject(notPossible);
  });

  test('is reprinted by the staff, but never while it is being printed', async () => {
    const main = await switchOn();
    const core = start(main);
    await ready(core);
    const first = nextPaper(main);
    const ticket = await takeByTouch(core);
    expect(await core.call('reprintTicket', { requestId: ticket.requestId })).toMatchObject({
      ok: false,
      error: { kind: 'paper-under-way' },
    });
    await first;
    await screen(core, 'take-ticket');
    const again = nextPaper(main);
    expect((await core.call('reprintTicket', { requestId: ticket.requestId })).ok).toBe(true);
    expect((await again).lines.join(' ')).toContain('DUPLICAT');
  });
});

describe('a list of documents', () => {
  test('prints after the ticket, in the citizen’s language beside Catalan', async () => {
    const main = await switchOn();
    const core = start(main);
    await ready(core);
    const ticketPaper = nextPaper(main);
    await takeByTouch(core);
    await ticketPaper;
    const taken = await screen(core, 'take-ticket');
    expect(taken.view.documents).toEqual({ paper: null });
    const list = nextPaper(main);
    await core.call('printDocuments', { stamp: stamp(taken), serviceId: service('empadronament') });
    expect((await list).lines.join('\n')).toMatch(/\[ ?\]|Documents/);
    await core.waitFor(
      'view',
      ({ value: { view } }) => view.screen === 'take-ticket' && view.documents?.paper === 'out',
    );
  });

  test('prints without a ticket, from the help screen', async () => {
    const main = await switchOn();
    const core = start(main);
    await ready(core);
    await core.call('openHelp', { stamp: stamp(await screen(core, 'idle')) });
    const help = await screen(core, 'help');
    expect(help.view.documents).toMatchObject({ lists: 'one', serviceId: 'empadronament' });
    const list = nextPaper(main);
    await core.call('printDocuments', { stamp: stamp(help), serviceId: service('empadronament') });
    expect((await list).lines.length).toBeGreaterThan(3);
    expect(await core.call('getStatus', {})).toMatchObject({ ok: true, value: { ticketsToday: 0 } });
  });

  test('is refused for a service that has none', async () => {
    const core = start(await switchOn());
    const idle = await screen(core, 'idle');
    expect(
      await core.call('printDocuments', { stamp: stamp(idle), serviceId: service('objectes-perduts') }),
    ).toMatchObject({ ok: false, error: { kind: 'no-documents' } });
  });
});

describe('the staff', () => {
  test('see the printer’s needs on the idle screen in advance, and the number of papers from its roll', async () => {
    const main = await switchOn();
    const core = start(main);
    await ready(core);
    const paper = nextPaper(main);
    await core.call('takeTicket', { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' });
    await paper;
    main.setPaper('low');
    const warned = await core.waitForNext('view', ({ value }) => value.printerNotice !== null);
    expect(warned.value.printerNotice).toEqual({ condition: 'paper-low', printing: true });
    expect(await core.call('getStatus', {})).toMatchObject({
      ok: true,
      value: { printers: [{ printer: 'main', condition: 'paper-low', papers: 1 }] },
    });
    main.setPaper('ok');
    await core.waitForNext('view', ({ value }) => value.printerNotice === null);
    expect(await core.call('getStatus', {})).toMatchObject({ ok: true, value: { printers: [{ papers: 0 }] } });
  });
});
