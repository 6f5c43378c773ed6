// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { fetchCityWords } from '../../../../config/locales/city-words.ts';
import { fetchFiguresWords, fetchTwinWords } from '../../../../config/locales/figures-words.ts';
import type { Answer, Client, Refused } from '../../../../src-central/pages/client.ts';
import { TwinPage } from '../../../../src-central/pages/figures/twin.tsx';
import { PageContext } from '../../../../src-central/pages/page-context.ts';
import { refuse, succeed } from '../../../../src-main/domain/result.ts';
import { CANNED_PAGES, SESSION } from '../../../pages/canned-answers.ts';

afterEach(() => {
  act(() => render(null, document.body));
  vi.useRealTimers();
});

type TwinAnswer = Answer<'readTwin'>;
const WORKING: TwinAnswer = { state: 'working' };
const refused = (kind: Refused['kind']): Refused => ({ kind, errors: [] });

function answersOf(): (path: string) => TwinAnswer {
  const canned = CANNED_PAGES.find(({ name }) => name === 'figures-twin-own')?.answers.readTwin;
  if (typeof canned !== 'function') throw new Error('no answers by question');
  return canned;
}

test('the twin’s page asks again after a poll that was lost, stops when it is refused, and asks the same question once more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await Promise.all([fetchCityWords('ca'), fetchFiguresWords('ca'), fetchTwinWords('ca')]);
  const say = answersOf();
  let replies: (TwinAnswer | Refused)[] = [];
  let asked = 0;
  const client: Client = {
    addressOf: () => '',
    async ask(_name, { query }) {
      asked += 1;
      const search = new URLSearchParams((query ?? {}) as Record<string, string>);
      const reply = replies.shift() ?? say(`?${search}`);
      // The cast is safe, because the page sends requests to the twin only.
      return 'kind' in reply ? refuse(reply) : succeed({ body: reply as never, etag: null });
    },
  };
  const parts = {
    session: SESSION,
    client,
    live: { follow: () => () => {} },
    language: 'ca' as const,
    setLanguage: () => {},
    route: { path: '/figures/oac-dido/twin', query: new URLSearchParams() },
  };
  const settled = async (does: () => unknown): Promise<void> => {
    await act(async () => void (await does()));
    await act(async () => {});
  };
  const poll = () => settled(() => vi.advanceTimersByTimeAsync(2_000));
  const open = () =>
    settled(() => {
      render(null, document.body);
      render(
        <PageContext.Provider value={parts}>
          <TwinPage params={{ officeId: 'oac-dido' }} />
        </PageContext.Provider>,
        document.body,
      );
    });
  const shown = () => document.body.textContent;
  const submit = () => settled(() => document.querySelector<HTMLElement>('.twin-own button')?.click());

  replies = [WORKING, refused('too-many-tries')];
  await open();
  expect(shown()).toContain('Ho estem calculant');
  for (let no = 0; no < 3; no += 1) await poll();
  expect(asked).toBe(2);
  expect(shown()).toContain('Avui ja s’han fet moltes preguntes');
  expect(shown()).not.toContain('Ho estem calculant');

  replies = [WORKING, refused('unreachable'), refused('unreachable'), WORKING];
  await open();
  for (let no = 0; no < 4; no += 1) await poll();
  expect(shown()).toContain('Un taulell més els dilluns');

  const rows = () => document.querySelectorAll('.twin-questions tbody tr').length;
  const before = rows();
  for (const reply of [refused('too-many-tries'), { state: 'lacks', lack: 'failed' } as const]) {
    replies = [reply];
    await submit();
    expect(document.querySelector('.twin-own [role=status]')?.textContent).toMatch(/d’aquí a una hora/);
  }
  replies = [WORKING];
  await submit();
  await poll();
  expect(rows()).toBe(before + 1);
});
