import { useState } from 'preact/hooks';
import { formatDate } from '../../../config/locales/dates.ts';
import type { KioskDay } from '../../../src-main/contract/centre/city-overview.ts';
import { useAsked, usePage } from '../page-context.ts';
import { TableHead } from '../parts/centre-table.tsx';
import { WaitingFor } from '../parts/waiting-for.tsx';

const ROWS = ['tickets', 'unprinted', 'faults', 'apart', 'starts'] as const;
type Row = (typeof ROWS)[number];
const isMinutes = (row: Row): boolean => row === 'unprinted' || row === 'apart';

const STEP = 11;
const BAR = 8;
const HEIGHT = 40;
const LEAST = 3;

/**
 * Returns the median of a row's values over the days on which the kiosk gave tickets, or over all days if it gave none. Of an even number
 * of days it is the lower of the two middle values.
 */
function usualOf(days: readonly KioskDay[], row: Row): number {
  const open = days.filter(({ tickets }) => tickets > 0);
  const sorted = (open.length > 0 ? open : days).map((day) => day[row]).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

export function LastDays({ kioskId }: { kioskId: string }) {
  const { t, language } = usePage();
  const { body, fault } = useAsked('readKioskDays', { params: { kioskId } }, { once: true });
  const [isTable, setTable] = useState(false);
  const days = body?.days ?? [];
  return (
    <section class="days" aria-labelledby="days-title">
      <div class="list-head">
        <h2 id="days-title">{t('kiosk.days')}</h2>
        <div class="choice">
          {(['chart', 'table'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={isTable === (one === 'table')}
              onClick={() => setTable(one === 'table')}
            >
              {t(`kiosk.${one}`)}
            </button>
          ))}
        </div>
      </div>
      {body === null ? (
        <WaitingFor fault={fault} />
      ) : isTable ? (
        <DaysTable days={days} />
      ) : (
        <>
          <div class="days-ends" aria-hidden="true">
            <span>{formatDate(language, days[0]?.day ?? '', 'date')}</span>
            <span>{t('kiosk.today')}</span>
          </div>
          {ROWS.map((row) => (
            <DaysRow key={row} row={row} days={days} />
          ))}
        </>
      )}
    </section>
  );
}

function DaysRow({ row, days }: { row: Row; days: readonly KioskDay[] }) {
  const { t } = usePage();
  const said = (count: number): string => (isMinutes(row) ? t('kiosk.minutes', { minutes: count }) : String(count));
  const most = Math.max(...days.map((day) => day[row]), 0);
  return (
    <div class="days-row">
      <div>
        <h3>{t(`kiosk.row.${row}`)}</h3>
        <p>{t('kiosk.usual', { usual: said(usualOf(days, row)), most: said(most) })}</p>
      </div>
      <svg
        class={row === 'unprinted' ? 'bars bars-out' : 'bars'}
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        aria-hidden="true"
        focusable="false"
      >
        {days.map((day, index) => {
          const height = day[row] === 0 ? 0 : Math.max(LEAST, ((HEIGHT - 1) * day[row]) / most);
          const isOpen = day.tickets > 0 || day.starts > 0;
          return (
            <g key={day.day}>
              {isOpen ? <rect class="bars-base" x={index * STEP} y={HEIGHT - 1} width={STEP - 1} height="1" /> : null}
              <rect x={index * STEP + 1} y={HEIGHT - height} width={BAR} height={height} />
            </g>
          );
        })}
      </svg>
      <strong>{said(days.at(-1)?.[row] ?? 0)}</strong>
    </div>
  );
}

function DaysTable({ days }: { days: readonly KioskDay[] }) {
  const { t, language } = usePage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keys.
    <section class="scrolls" tabIndex={0} aria-label={t('kiosk.table')}>
      <table class="table">
        <TableHead columns={[t('kiosk.day')]} numbers={ROWS.map((row) => t(`kiosk.row.${row}`))} />
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day}>
              <th scope="row">{formatDate(language, day.day, 'date')}</th>
              {ROWS.map((row) => (
                <td key={row} class="number">
                  {isMinutes(row) ? t('kiosk.minutes', { minutes: day[row] }) : day[row]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
