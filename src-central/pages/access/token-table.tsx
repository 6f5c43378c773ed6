import type { KeptToken } from '../../../src-main/contract/centre/tokens.ts';
import { useCentreWords } from '../centre-words.ts';
import type { Answer } from '../client.ts';
import { usePage } from '../page-context.ts';
import { CentreTable } from '../parts/centre-table.tsx';
import { useNow, useWhen } from '../parts/data-age.tsx';
import { Button } from '../parts/fields.tsx';
import { dayIn } from '../times.ts';
import { tokenRoleOf } from './token-roles.ts';

interface TokenTableProps {
  tokens: readonly KeptToken[];
  usedSince: string;
  offices: Answer<'listOffices'>['offices'];
  channels: Answer<'listChannels'>['channels'];
  /** `null`: the signed-in person may not withdraw tokens. */
  onWithdraw: ((tokenId: string, name: string) => void) | null;
}

export const isOver = ({ withdrawnAt, until }: KeptToken, nowMs: number): boolean =>
  withdrawnAt !== null || (until !== null && Date.parse(until) <= nowMs);

export function TokenTable({ tokens, usedSince, offices, channels, onWithdraw }: TokenTableProps) {
  const { t } = usePage();
  const { words } = useCentreWords();
  const nowMs = useNow();
  const officeNames = new Map<string, string>(offices.map(({ officeId, name }) => [officeId, name]));
  const channelNames = new Map<string, string>(channels.map(({ channelId, name }) => [channelId, name]));
  const roleOf = ({ role, officeId, channelId }: KeptToken): string => {
    if (channelId !== null) return words('access.ofChannel', { name: channelNames.get(channelId) ?? channelId });
    const known = tokenRoleOf(role ?? '');
    const does = known === undefined ? (role ?? '') : words(`access.role.${known}`);
    const where = officeId === null ? t('people.everyOffice') : (officeNames.get(officeId) ?? officeId);
    return `${does} · ${where}`;
  };
  return (
    <section class="centre-part">
      <CentreTable
        title={words('access.tokens')}
        columns={[words('access.name'), words('access.may'), words('access.used'), words('access.until')]}
      >
        {tokens.length === 0 ? (
          <tr>
            <td colSpan={4}>{words('access.none')}</td>
          </tr>
        ) : null}
        {tokens.map((token) => (
          <tr key={token.tokenId}>
            <th scope="row">{token.name}</th>
            <td>{roleOf(token)}</td>
            <td>
              <LastUse token={token} usedSince={usedSince} />
            </td>
            <td>
              <End token={token} />
              {onWithdraw === null || isOver(token, nowMs) ? null : (
                <details class="give">
                  <summary>
                    {words('access.withdraw')} <span class="unseen">{token.name}</span>
                  </summary>
                  <div class="give-keys">
                    <p>{words('access.withdrawLead', { name: token.name })}</p>
                    <Button onPress={() => onWithdraw(token.tokenId, token.name)}>
                      {words('access.withdrawSure', { name: token.name })}
                    </Button>
                  </div>
                </details>
              )}
            </td>
          </tr>
        ))}
      </CentreTable>
    </section>
  );
}

function LastUse({ token: { lastUsed, channelId }, usedSince }: { token: KeptToken; usedSince: string }) {
  const { words } = useCentreWords();
  const when = useWhen();
  // The centre records only refused requests of a channel's token, so the last use of the token is unknown.
  if (channelId !== null) return <>–</>;
  if (lastUsed === null) return <>{words('access.unused', { time: when(usedSince) })}</>;
  return (
    <>
      {when(lastUsed.at)}
      {lastUsed.address === null ? null : <p>{words('access.from', { address: lastUsed.address })}</p>}
    </>
  );
}

function End({ token: { until, withdrawnAt, madeAt, madeBy } }: { token: KeptToken }) {
  const { language } = usePage();
  const { words } = useCentreWords();
  const nowMs = useNow();
  const when = useWhen();
  const end =
    withdrawnAt !== null
      ? words('access.withdrawnTime', { time: when(withdrawnAt) })
      : until === null
        ? words('access.noEnd')
        : Date.parse(until) <= nowMs
          ? words('access.over', { time: when(until) })
          : words('access.untilTime', { date: dayIn(until, language) });
  return (
    <>
      {end}
      <p>
        {madeBy === null
          ? words('access.made', { time: when(madeAt) })
          : words('access.madeBy', { time: when(madeAt), name: madeBy })}
      </p>
    </>
  );
}
