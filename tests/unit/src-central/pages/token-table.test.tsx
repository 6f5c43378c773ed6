// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test } from 'vitest';
import { fetchCentrePageWords } from '../../../../config/locales/centre-page-words.ts';
import { fetchCityWords } from '../../../../config/locales/city-words.ts';
import { TokenTable } from '../../../../src-central/pages/access/token-table.tsx';
import { PageContext } from '../../../../src-central/pages/page-context.ts';
import { ChannelId } from '../../../../src-main/contract/centre/appointments.ts';
import type { KeptToken } from '../../../../src-main/contract/centre/tokens.ts';
import { refuse } from '../../../../src-main/domain/result.ts';
import { SESSION } from '../../../pages/canned-answers.ts';

afterEach(() => act(() => render(null, document.body)));

const PERSON: KeptToken = {
  tokenId: '00000000-0000-4000-8000-000000000001',
  name: 'Panell',
  role: 'viewer',
  officeId: null,
  channelId: null,
  madeAt: '2026-06-01T09:00:00.000Z',
  madeBy: null,
  until: null,
  withdrawnAt: null,
  lastUsed: null,
};
const CHANNEL: KeptToken = { ...PERSON, name: 'Web', role: null, channelId: ChannelId.parse('web') };
const REFUSED = { at: '2026-07-01T09:00:00.000Z', address: '192.0.2.7' };

test('the last use of a channel’s token is shown as unknown, because its accepted requests are not recorded', async () => {
  await Promise.all([fetchCityWords('ca'), fetchCentrePageWords('ca')]);
  const parts = {
    session: SESSION,
    client: { addressOf: () => '', ask: async () => refuse({ kind: 'unreachable' as const, errors: [] }) },
    live: { follow: () => () => {} },
    language: 'ca' as const,
    setLanguage: () => {},
    route: { path: '/access', query: new URLSearchParams() },
  };
  const tokens = [PERSON, CHANNEL, { ...CHANNEL, lastUsed: REFUSED }];
  const table = { usedSince: '2026-08-26T09:00:00.000Z', offices: [], channels: [], onWithdraw: null };
  await act(async () =>
    render(
      <PageContext.Provider value={parts}>
        <TokenTable {...table} tokens={tokens.map((token, no) => ({ ...token, tokenId: `${no}` }))} />
      </PageContext.Provider>,
      document.body,
    ),
  );
  const used = [...document.querySelectorAll('tbody tr')].map((row) => row.querySelectorAll('td')[1]?.textContent);
  expect(used).toEqual([expect.stringContaining('Cap des de'), '–', '–']);
});
