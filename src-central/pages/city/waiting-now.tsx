import type { OfficeInCity } from '../../../src-main/contract/centre/city-overview.ts';
import { usePage } from '../page-context.ts';

import { TableHead } from '../parts/centre-table.tsx';

const BAR_PX = 80;
const MOST_SHOWN = 12;

/**
 * The offices with the longest queues, twelve at most, and the number of people who wait in all offices with a known queue. Offices with an
 * unknown queue have a line below the table.
 */
export function WaitingNow({ offices }: { offices: readonly OfficeInCity[] }) {
  const { t } = usePage();
  const known = offices.filter(({ waiting }) => waiting !== null);
  const total = known.reduce((sum, { waiting }) => sum + (waiting ?? 0), 0);
  const busy = known.filter(({ waiting }) => (waiting ?? 0) > 0).sort((a, b) => (b.waiting ?? 0) - (a.waiting ?? 0));
  const most = busy[0]?.waiting ?? 1;
  const none = known.length - busy.length;
  const unknown = offices.length - known.length;
  return (
    <section class="column-side" aria-labelledby="waiting-title">
      <div class="list-head">
        <h2 id="waiting-title">{t('waiting.title')}</h2>
        <strong>{known.length === 0 ? '–' : total}</strong>
      </div>
      {busy.length === 0 ? null : (
        <table class="waiting">
          <TableHead columns={[t('waiting.office'), t('waiting.people')]} />
          <tbody>
            {busy.slice(0, MOST_SHOWN).map(({ officeId, name, waiting }) => (
              <tr key={officeId}>
                <th scope="row">{name}</th>
                <td>
                  <svg width={BAR_PX} height="20" aria-hidden="true" focusable="false">
                    <rect width={Math.max(4, (BAR_PX * (waiting ?? 0)) / most)} height="20" />
                  </svg>
                  {waiting}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {none === 0 ? null : <p class="note">{t('waiting.none', { count: none })}</p>}
      {unknown === 0 ? null : <p class="note">{t('waiting.unknown', { count: unknown })}</p>}
    </section>
  );
}
