// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test } from 'vitest';
import { fetchCityWords } from '../../../../config/locales/city-words.ts';
import { PlanPage } from '../../../../src-central/pages/booking/plan.tsx';
import type { Client } from '../../../../src-central/pages/client.ts';
import { PageContext } from '../../../../src-central/pages/page-context.ts';
import { refuse, succeed } from '../../../../src-main/domain/result.ts';
import { CANNED_PAGES, SESSION } from '../../../pages/canned-answers.ts';

afterEach(() => act(() => render(null, document.body)));

/** Opens the plan's page with the answers of a canned page, and returns its text. */
async function textOf(name: string): Promise<string | null> {
  await fetchCityWords('ca');
  const page = CANNED_PAGES.find((one) => one.name === name);
  if (page === undefined) throw new Error(`no canned page ${name}`);
  const client: Client = {
    addressOf: () => '',
    async ask(call) {
      const answer = page.answers[call];
      if (answer === undefined || typeof answer === 'function') throw new Error(`no answer to ${call}`);
      if ('problem' in answer) return refuse({ kind: answer.problem, errors: [] });
      // The cast is safe, because a canned answer has the type of its call.
      return succeed({ body: answer as never, etag: null });
    },
  };
  const parts = {
    session: SESSION,
    client,
    live: { follow: () => () => {} },
    language: 'ca' as const,
    setLanguage: () => {},
    route: { path: page.path, query: new URLSearchParams() },
  };
  await act(async () =>
    render(
      <PageContext.Provider value={parts}>
        <PlanPage params={{ officeId: 'oac-dido' }} />
      </PageContext.Provider>,
      document.body,
    ),
  );
  for (let turn = 0; turn < 4; turn += 1) await act(async () => {});
  return document.body.textContent;
}

test('the plan’s page says why it cannot show an office, also when only the profile is refused', async () => {
  expect(await textOf('plan-refused')).toContain('No hi teniu accés.');
  expect(await textOf('plan-of-unread-office')).toContain('No hi teniu accés.');
});

test('the plan’s page of an office without a published profile says that there is nothing', async () => {
  expect(await textOf('plan-of-unpublished-office')).toContain('Aquí no hi ha res.');
});
