import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CoreLink, type Shown, startCore } from '../../../../src-main/shell/core-link.ts';

const program = join(import.meta.dirname, 'speaking-core.ts');
const links: CoreLink[] = [];
afterAll(async () => {
  await Promise.all(links.map((link) => link.stop()));
});

function start(behaviour = 'well', node = process.execPath) {
  const shown: string[] = [];
  const events: { event: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const waiting: { done: () => boolean; resolve: () => void }[] = [];
  const look = () => {
    for (const { done, resolve } of waiting) if (done()) resolve();
  };
  const link = startCore(
    { node, flags: [], script: program, arguments: [behaviour], environment: { TORN_ONLY: '1' } },
    {
      onShow(next) {
        shown.push(nameOf(next));
        look();
      },
      onSound: (sound) => shown.push(`sound ${sound.ended}`),
    },
    {
      event(event, fields = {}) {
        events.push({ event, fields });
        look();
      },
    },
  );
  links.push(link);
  const until = (done: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ done, resolve });
      look();
    });
  const named = (event: string) => events.filter((entry) => entry.event === event);
  const views = (count: number) => until(() => shown.filter((name) => name === 'idle').length >= count);
  return { link, shown, until, named, views };
}

const nameOf = (shown: Shown): string => {
  if (shown.kind === 'view') return shown.view.view.screen;
  return shown.screen.screen === 'starting' ? 'starting' : `core-down ${shown.screen.code}`;
};
const refusedAs = (kind: string) => ({ ok: false, error: expect.objectContaining({ kind }) });

// The tests run concurrently, because each waits until the shell gives up on a core.
describe.concurrent('the link to the core', () => {
  it('shows that it starts, then what the core shows, and carries requests in both directions', async () => {
    const { link, shown, views } = start();
    await views(1);
    expect(shown).toEqual(['starting', 'idle']);
    expect(await link.request('echo', { word: 'l·l\n' })).toEqual({ ok: true, value: { word: 'l·l\n' } });
  });

  it('learns from the core whether the office’s scanner types as a keyboard', async () => {
    const [typing, other] = [start('wedge'), start()];
    expect(typing.link.hasWedge()).toBe(false);
    await Promise.all([typing.views(1), other.views(1)]);
    expect([typing.link.hasWedge(), other.link.hasWedge()]).toEqual([true, false]);
  });

  it('gives the core only the environment of its command', async () => {
    const { link, views } = start();
    await views(1);
    expect(await link.request('environment', {})).toEqual({ ok: true, value: ['TORN_ONLY'] });
  });

  it('answers core-down until a core is ready', async () => {
    const { link } = start();
    expect(await link.request('echo', {})).toEqual(refusedAs('core-down'));
  });

  it('starts a killed core again and answers the open requests of the dead one', async () => {
    const { link, shown, views } = start();
    await views(1);
    expect(await link.request('die', {})).toEqual(refusedAs('core-down'));
    await views(2);
    expect(shown).toEqual(['starting', 'idle', 'core-down core-ended', 'idle']);
    expect(await link.request('echo', 1)).toEqual({ ok: true, value: 1 });
  });

  it('starts a core again that ended to have its database mended, and shows why', async () => {
    const { link, shown, views, named } = start();
    await views(1);
    expect(await link.request('mend', {})).toEqual(refusedAs('core-down'));
    await views(2);
    expect(shown).toEqual(['starting', 'idle', 'core-down store-damaged', 'idle']);
    expect(named('core-ended')[0]?.fields).toEqual({ code: 5, signal: null });
  });

  it('kills a hung core and starts another', async () => {
    const { link, shown, views } = start();
    await views(1);
    expect(await link.request('stop', {})).toEqual(refusedAs('core-down'));
    await views(2);
    expect(shown).toEqual(['starting', 'idle', 'core-down core-hung', 'idle']);
  });

  it('counts and skips lines that are not JSON, not of the contract, or too long', async () => {
    const { link, named, views } = start();
    await views(1);
    expect(await link.request('babble', {})).toEqual({ ok: true, value: null });
    expect(named('core-line-refused').map(({ fields }) => [fields.reason, fields.count])).toEqual([
      ['not-json', 1],
      ['not-in-contract', 2],
      ['too-long', 3],
    ]);
  });

  it("shows a start fault's kind as the code, and keeps it after the core has ended", async () => {
    const { shown, until, named } = start('faulty');
    await until(() => named('core-ended').length === 1);
    expect(shown).toEqual(['starting', 'core-down profile-missing']);
    expect(named('core-ended')[0]?.fields).toEqual({ code: 2, signal: null });
  });

  it('reports that the Node of the core is missing', async () => {
    const { shown, until, named } = start('well', join(import.meta.dirname, 'no-such-node'));
    await until(() => named('core-ended').length === 1);
    expect(shown).toEqual(['starting', 'core-down core-not-started']);
  });

  it('refuses a core of another contract', async () => {
    const { shown, until, named } = start('other-contract');
    await until(() => named('core-ended').length === 1);
    expect(shown).toEqual(['starting', 'core-down contract-mismatch']);
  });

  it('refuses more open requests than one person can make', async () => {
    const { link, views } = start();
    await views(1);
    const open = Array.from({ length: 32 }, () => link.request('silence', {}));
    expect(await link.request('echo', {})).toEqual(refusedAs('core-down'));
    await link.stop();
    expect(await Promise.all(open)).toEqual(open.map(() => refusedAs('core-down')));
  });

  it('ends a core by closing its input', async () => {
    const { link, named, views } = start();
    await views(1);
    await link.stop();
    expect(named('core-ended')[0]?.fields).toEqual({ code: 0, signal: null });
    expect(named('core-killed')).toEqual([]);
  });

  it('kills a core that stays after its input closed', async () => {
    const { link, named, views } = start();
    await views(1);
    await link.request('hold', {});
    await link.stop();
    expect(named('core-ended')[0]?.fields).toEqual({ code: null, signal: 'SIGKILL' });
  });
});
