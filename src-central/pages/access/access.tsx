import { useState } from 'preact/hooks';
import { useCentreWords } from '../centre-words.ts';
import type { Refused } from '../client.ts';
import { PageHead, waitingPage } from '../layout.tsx';
import { useAsked, usePage } from '../page-context.ts';
import { useNow } from '../parts/data-age.tsx';
import { Said } from '../parts/fields.tsx';
import { PartLinks } from '../parts/part-links.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { useTitle } from '../parts/use-title.ts';
import { dayIn } from '../times.ts';
import { Channels } from './channels.tsx';
import { MakeToken, type NewToken } from './make-token.tsx';
import { isOver, TokenTable } from './token-table.tsx';

export function AccessPage() {
  const { t, may, client, language } = usePage();
  const { isReady, words, refusal } = useCentreWords();
  const nowMs = useNow();
  // `listTokens` searches the audit for the last use of each token, so it is not called again at every change in the city.
  const { body, fault, again } = useAsked('listTokens', { params: {} }, { once: true });
  const offices = useAsked('listOffices', { params: {} });
  const channels = useAsked('listChannels', { params: {} });
  const [made, setMade] = useState<{ name: string; token: string; until: string } | null>(null);
  const [said, setSaid] = useState('');
  const valid = body?.tokens.filter((token) => !isOver(token, nowMs)) ?? [];
  const title = isReady && body !== null ? words('access.title', { count: valid.length }) : t('nav.centre');
  useTitle(title);
  if (!isReady || body === null) return waitingPage(title, body === null ? fault : null);
  const ended = (refused: Refused | null, done: string): void => {
    setSaid(refused === null ? done : refusal(refused));
    again();
    channels.again();
  };
  async function make(token: NewToken): Promise<void> {
    const answered = await client.ask('makeToken', { params: {}, body: token });
    if (answered.ok && answered.value.body !== null) setMade({ name: token.name, ...answered.value.body });
    ended(answered.ok ? null : answered.error, '');
  }
  async function withdraw(tokenId: string, name: string): Promise<void> {
    const answered = await client.ask('withdrawToken', { params: { tokenId } });
    ended(answered.ok ? null : answered.error, words('access.withdrawn', { name }));
  }
  return (
    <>
      <PageHead title={title} />
      <PartLinks of="centre" />
      <Said>{said}</Said>
      <TokenTable
        tokens={body.tokens}
        usedSince={body.usedSince}
        offices={offices.body?.offices ?? []}
        channels={channels.body?.channels ?? []}
        onWithdraw={may('withdrawToken') ? (tokenId, name) => void withdraw(tokenId, name) : null}
      />
      {may('makeToken') ? (
        <MakeToken
          offices={offices.body?.offices ?? []}
          channels={channels.body?.channels ?? []}
          onMake={(token) => void make(token)}
        />
      ) : null}
      <div role="status">
        {made === null ? null : (
          <ShownOnce
            key={made.token}
            label={words('access.once', { name: made.name, date: dayIn(made.until, language) })}
            value={made.token}
            copy={words('access.copy')}
          />
        )}
      </div>
      <Channels asked={channels} />
    </>
  );
}
